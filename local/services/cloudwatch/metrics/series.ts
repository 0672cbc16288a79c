import type { Sample } from './sample';
import type { Statistic } from './statistics';

/** Periods that follow each other without gaps. Times are milliseconds since 1970, lengths milliseconds. */
export interface Grid {
  readonly start: number;
  readonly period: number;
  readonly count: number;
}

/** One value for each period of a grid; `undefined` where data are missing. */
export type Series = readonly (number | undefined)[];

/** Returns the samples of each period. */
export function samplesByPeriod(samples: readonly Sample[], { start, period, count }: Grid): Sample[][] {
  const periods = Array.from({ length: count }, () => [] as Sample[]);
  for (const sample of samples) periods[Math.floor((sample.at - start) / period)]?.push(sample);
  return periods;
}

export function seriesOf(samples: readonly Sample[], statistic: Statistic, grid: Grid): Series {
  return samplesByPeriod(samples, grid).map((some) => (some.length > 0 ? statistic(some) : undefined));
}
