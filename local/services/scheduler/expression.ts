import { nextCron, parseCron } from './cron';

/** The times at which a schedule runs. */
export interface Timing {
  /** Whether the schedule runs only once. */
  readonly once: boolean;
  /**
   * Returns the first time after `after`, for a schedule that counts from `start`; all in milliseconds since 1970.
   * Returns `undefined` if there are no more times.
   */
  next(after: number, start: number): number | undefined;
}

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

function rate(text: string): Timing {
  const match = /^([1-9]\d{0,9}) (minute|hour|day)s?$/.exec(text);
  if (!match) throw new Error('a rate must be a positive number and minutes, hours or days');
  const period = Number(match[1]) * units[match[2] as keyof typeof units];
  return {
    once: false,
    next: (after, start) => (after < start ? start : start + (Math.floor((after - start) / period) + 1) * period),
  };
}

function cron(text: string): Timing {
  const parsed = parseCron(text);
  return { once: false, next: (after, start) => nextCron(parsed, Math.max(after, start - 1)) };
}

function at(text: string): Timing {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(time)) throw new Error('a time must be of the form yyyy-mm-ddThh:mm:ss');
  return { once: true, next: (after) => (time > after ? time : undefined) };
}

const kinds: Readonly<Record<string, (text: string) => Timing>> = { rate, cron, at };

/** Parses `rate(…)`, `cron(…)` and `at(…)`, in UTC. Throws an error that explains what is wrong. */
export function parseExpression(expression: string): Timing {
  const [, kind = '', text = ''] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  const parse = kinds[kind];
  if (!parse) throw new Error(`Invalid Schedule Expression ${expression}: it must be rate(), cron() or at()`);
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`Invalid Schedule Expression ${expression}: ${(error as Error).message}`);
  }
}
