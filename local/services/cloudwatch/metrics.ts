/** A value of a metric, and its time in milliseconds since 1970. */
export interface Sample {
  readonly at: number;
  readonly value: number;
  /** The number of times that the value occurred. */
  readonly count: number;
}

export interface Metric {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly samples: Sample[];
}

/** The oldest samples of a metric are dropped first. No samples are saved to disk. */
const maxSamples = 10_000;
const maxMetrics = 2_000;

export class Metrics {
  private readonly byKey = new Map<string, Metric>();

  add(metric: Omit<Metric, 'samples'>, sample: Sample): void {
    const key = keyOf(metric);
    const known = this.byKey.get(key) ?? { ...metric, samples: [] };
    if (!this.byKey.has(key)) {
      const oldest = this.byKey.keys().next().value;
      if (this.byKey.size >= maxMetrics && oldest !== undefined) this.byKey.delete(oldest);
      this.byKey.set(key, known);
    }
    known.samples.push(sample);
    if (known.samples.length > maxSamples) known.samples.shift();
  }

  get(metric: Omit<Metric, 'samples'>): Metric | undefined {
    return this.byKey.get(keyOf(metric));
  }

  in(region: string): Metric[] {
    return [...this.byKey.values()].filter((metric) => metric.region === region);
  }

  /** Records the metrics of a log line in the embedded metric format. Other lines have none. */
  extract(region: string, line: string, now: number): void {
    if (!line.includes('"_aws"')) return;
    let document: EmbeddedMetrics;
    try {
      document = JSON.parse(line.slice(line.indexOf('{'))) as EmbeddedMetrics;
    } catch {
      return;
    }
    const at = document._aws?.Timestamp ?? now;
    for (const { Namespace, Dimensions, Metrics: metrics } of document._aws?.CloudWatchMetrics ?? []) {
      for (const names of Dimensions?.length ? Dimensions : [[]]) {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(document[name])]));
        for (const { Name } of metrics) {
          for (const value of [document[Name]].flat()) {
            if (typeof value !== 'number') continue;
            this.add({ region, namespace: Namespace, name: Name, dimensions }, { at, value, count: 1 });
          }
        }
      }
    }
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
interface EmbeddedMetrics {
  readonly _aws?: {
    readonly Timestamp?: number;
    readonly CloudWatchMetrics?: readonly {
      readonly Namespace: string;
      readonly Dimensions?: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

function keyOf({ region, namespace, name, dimensions }: Omit<Metric, 'samples'>): string {
  return JSON.stringify([region, namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';

/** Computes one statistic of at least one sample. */
export function statistic(kind: Statistic, samples: readonly Sample[]): number {
  const count = samples.reduce((sum, sample) => sum + sample.count, 0);
  const sum = samples.reduce((total, { value, count: times }) => total + value * times, 0);
  switch (kind) {
    case 'SampleCount':
      return count;
    case 'Sum':
      return sum;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return samples.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
    case 'Maximum':
      return samples.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  }
}
