import type { Sample } from './sample';

/** Computes one value of at least one sample. */
export type Statistic = (samples: readonly Sample[]) => number;

const countOf = (samples: readonly Sample[]) => samples.reduce((sum, { count }) => sum + count, 0);
const sumOf = (samples: readonly Sample[]) => samples.reduce((sum, { value, count }) => sum + value * count, 0);

const simple: Readonly<Record<string, Statistic>> = {
  Sum: sumOf,
  SampleCount: countOf,
  Average: (samples) => sumOf(samples) / countOf(samples),
  Minimum: (samples) => samples.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY),
  Maximum: (samples) => samples.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY),
};

/** The names of statistics that are not percentiles. */
export const simpleStatistics: readonly string[] = Object.keys(simple);

/** Returns the number of a percentile such as `p99.9`, or `undefined` for another statistic. */
export function percentileOf(name: string): number | undefined {
  const [, number] = /^p(100|\d{1,2}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  return number === undefined ? undefined : Number(number);
}

/**
 * The least value that at least `percent` of the samples do not exceed. CloudWatch interpolates between values in a way
 * that no document describes.
 */
function percentile(percent: number): Statistic {
  return (samples) => {
    const ordered = [...samples].sort((a, b) => a.value - b.value);
    let left = Math.max(1, Math.ceil((percent / 100) * countOf(samples)));
    for (const { value, count } of ordered) {
      left -= count;
      if (left <= 0) return value;
    }
    return ordered.at(-1)?.value ?? Number.NaN;
  };
}

/**
 * Returns the statistic of that name; `undefined` for an unknown one, and for trimmed means and the like, which this
 * runtime does not compute. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function statisticOf(name: string): Statistic | undefined {
  if (Object.hasOwn(simple, name)) return simple[name];
  const percent = percentileOf(name);
  return percent === undefined ? undefined : percentile(percent);
}
