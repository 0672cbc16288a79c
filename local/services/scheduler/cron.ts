/** The values that the six fields of a cron expression allow, in UTC. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  /** Returns whether a day (1 to 31) of a month (1 to 12) is allowed. */
  isDay(year: number, month: number, day: number): boolean;
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names of `from` and the numbers after it. */
  readonly names?: readonly string[];
}

const lastYear = 2199;
const minutes: Field = { name: 'minutes', from: 0, to: 59 };
const hours: Field = { name: 'hours', from: 0, to: 23 };
const daysOfMonth: Field = { name: 'day-of-month', from: 1, to: 31 };
const months: Field = { name: 'month', from: 1, to: 12, names: monthNames };
const daysOfWeek: Field = { name: 'day-of-week', from: 1, to: 7, names: dayNames };
const years: Field = { name: 'year', from: 1970, to: lastYear };

function numberOf(text: string, { name, from, to, names }: Field): number {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? from + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new Error(`'${text}' is not a valid value for ${name}`);
}

/** Parses `*`, numbers, ranges, lists of them, and steps: `5`, `MON-FRI`, `0/15`, `1-10/3`. */
function valuesOf(text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/');
    const [first = '', last, ...others] = range.split('-');
    if (more.length || others.length || (step !== undefined && !/^[1-9]\d*$/.test(step))) {
      throw new Error(`'${part}' is not a valid value for ${field.name}`);
    }
    const from = range === '*' ? field.from : numberOf(first, field);
    const to =
      last !== undefined
        ? numberOf(last, field)
        : range === '*' || step !== undefined
          ? field.to
          : numberOf(first, field);
    if (from > to && !field.names)
      throw new Error(`'${part}' is not a valid value for ${field.name}: its end is before its beginning`);
    const length = field.to - field.from + 1;
    const count = (to - from + length) % length;
    for (let offset = 0; offset <= count; offset += Number(step ?? 1)) {
      values.add(field.from + ((from - field.from + offset) % length));
    }
  }
  return values;
}

const lengthOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** Returns 1 (Sunday) to 7. */
const weekdayOf = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

type DayRule = Cron['isDay'];

/** Returns the working day nearest to a day, within its month. */
function workingDayNear(year: number, month: number, day: number): number {
  const length = lengthOf(year, month);
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < length ? day + 1 : day - 2;
  return day;
}

function monthDayRule(text: string): DayRule {
  if (text === 'L') return (year, month, day) => day === lengthOf(year, month);
  if (text === 'LW') return (year, month, day) => day === workingDayNear(year, month, lengthOf(year, month));
  const near = /^(\d+)W$/.exec(text)?.[1];
  if (near !== undefined) {
    const wanted = numberOf(near, daysOfMonth);
    return (year, month, day) => wanted <= lengthOf(year, month) && day === workingDayNear(year, month, wanted);
  }
  const values = valuesOf(text, daysOfMonth);
  return (_year, _month, day) => values.has(day);
}

function weekDayRule(text: string): DayRule {
  if (text === 'L') return (year, month, day) => weekdayOf(year, month, day) === 7;
  const last = /^(\w+)L$/.exec(text)?.[1];
  if (last !== undefined) {
    const weekday = numberOf(last, daysOfWeek);
    return (year, month, day) => weekdayOf(year, month, day) === weekday && day + 7 > lengthOf(year, month);
  }
  const [named = '', count] = text.split('#');
  if (count !== undefined) {
    if (!/^[1-5]$/.test(count)) throw new Error(`'${text}' is not a valid value for day-of-week`);
    const weekday = numberOf(named, daysOfWeek);
    return (year, month, day) => weekdayOf(year, month, day) === weekday && Math.ceil(day / 7) === Number(count);
  }
  const values = valuesOf(text, daysOfWeek);
  return (year, month, day) => values.has(weekdayOf(year, month, day));
}

/**
 * Parses `minutes hours day-of-month month day-of-week year`, of which one of the two days has to be `?`. Throws an
 * error that explains what is wrong. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`it has ${fields.length} fields, not 6`);
  const [minute, hour, monthDay, month, weekDay, year] = fields as [string, string, string, string, string, string];
  if ((monthDay === '?') === (weekDay === '?')) throw new Error('either day-of-month or day-of-week must be ?');
  return {
    minutes: valuesOf(minute, minutes),
    hours: valuesOf(hour, hours),
    months: valuesOf(month, months),
    years: valuesOf(year, years),
    isDay: monthDay === '?' ? weekDayRule(weekDay) : monthDayRule(monthDay),
  };
}

/** Returns the first time (milliseconds since 1970) after another; `undefined` when its years are over. */
export function nextCron(cron: Cron, after: number): number | undefined {
  const start = new Date(after);
  for (let day = Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()); ; ) {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    if (year > lastYear) return undefined;
    if (!cron.years.has(year)) {
      day = Date.UTC(year + 1, 0, 1);
    } else if (!cron.months.has(month)) {
      day = Date.UTC(year, month, 1);
    } else {
      if (cron.isDay(year, month, date.getUTCDate())) {
        const found = inDay(cron, day, after);
        if (found !== undefined) return found;
      }
      day = Date.UTC(year, month - 1, date.getUTCDate() + 1);
    }
  }
}

function inDay({ hours, minutes }: Cron, day: number, after: number): number | undefined {
  for (const hour of [...hours].sort((a, b) => a - b)) {
    for (const minute of [...minutes].sort((a, b) => a - b)) {
      const time = day + (hour * 60 + minute) * 60_000;
      if (time > after) return time;
    }
  }
  return undefined;
}
