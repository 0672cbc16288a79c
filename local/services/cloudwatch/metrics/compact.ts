import type { Sample } from './sample';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The age from which values are kept by the hour: alarms with periods of less than an hour look back for one day
 * (API reference, PutMetricAlarm).
 */
const minutesFor = day + 2 * hour;
/** The age of the oldest values: alarms look back for seven days, and by some periods more if data are missing. */
export const retention = 10 * day;
/** The maximum number of different values of one minute or hour. */
const maxValues = 100;

/**
 * Returns samples in order of time, with those of the same value and minute as one, those older than a day by the hour,
 * and without those past the retention. Counts and sums stay exact; of more than 100 different values in one minute,
 * neighbours become one with their mean.
 */
export function compacted(samples: readonly Sample[], now: number): Sample[] {
  const groups = new Map<number, Map<number, number>>();
  for (const { at, value, count } of samples) {
    if (at < now - retention) continue;
    const step = at < now - minutesFor ? hour : minute;
    const start = Math.floor(at / step) * step;
    const values = groups.get(start) ?? new Map<number, number>();
    values.set(value, (values.get(value) ?? 0) + count);
    groups.set(start, values);
  }
  return [...groups].sort(([a], [b]) => a - b).flatMap(([at, values]) => fewer(at, values));
}

function fewer(at: number, values: ReadonlyMap<number, number>): Sample[] {
  const all = [...values].map(([value, count]) => ({ at, value, count }));
  if (all.length <= maxValues) return all;
  all.sort((a, b) => a.value - b.value);
  // The least and the greatest value stay as they are.
  const [least, ...rest] = all as [Sample, ...Sample[]];
  const greatest = rest.pop() as Sample;
  const size = Math.ceil(rest.length / (maxValues - 2));
  const merged: Sample[] = [];
  for (let start = 0; start < rest.length; start += size) {
    const some = rest.slice(start, start + size);
    const count = some.reduce((sum, sample) => sum + sample.count, 0);
    merged.push({ at, value: some.reduce((sum, sample) => sum + sample.value * sample.count, 0) / count, count });
  }
  return [least, ...merged, greatest];
}
