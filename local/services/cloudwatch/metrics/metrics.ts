import { type Measured, serviceMetrics } from '../../../kernel/service-metrics';
import { compacted } from './compact';
import type { Sample } from './sample';

export interface Metric {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly samples: Sample[];
}

/** A metric's samples are compacted after so many new ones, if the minute has not passed before. */
const maxNewSamples = 10_000;
const maxMetrics = 5_000;

/** All metrics, in memory only. Samples of earlier minutes are kept as counts of values. */
export class Metrics {
  private readonly byKey = new Map<string, Metric & { added: number }>();

  add(metric: Omit<Metric, 'samples'>, ...samples: readonly Sample[]): void {
    const key = keyOf(metric);
    const known = this.byKey.get(key) ?? { ...metric, samples: [], added: 0 };
    if (!this.byKey.has(key)) {
      const oldest = this.byKey.keys().next().value;
      if (this.byKey.size >= maxMetrics && oldest !== undefined) this.byKey.delete(oldest);
      this.byKey.set(key, known);
    }
    known.samples.push(...samples);
    known.added += samples.length;
    if (known.added > maxNewSamples) replace(known, compacted(known.samples, known.samples.at(-1)?.at ?? 0));
  }

  /** Records values of a service's metrics, under each of the metrics' sets of dimensions. */
  measure({ region, namespace: family, dimensions, values }: Measured, at: number): void {
    const all: Readonly<Record<string, string>> = dimensions;
    const namespace = family.split(' ')[0] as string;
    for (const names of serviceMetrics[family].sets) {
      const some = Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
      for (const [name, value] of Object.entries(values)) {
        if (value !== undefined) this.add({ region, namespace, name, dimensions: some }, { at, value, count: 1 });
      }
    }
  }

  /** Compacts all samples, and drops metrics without any. To be called once a minute. */
  compact(now: number): void {
    for (const [key, metric] of this.byKey) {
      replace(metric, compacted(metric.samples, now));
      if (metric.samples.length === 0) this.byKey.delete(key);
    }
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

function replace(metric: Metric & { added: number }, by: readonly Sample[]): void {
  metric.samples.length = 0;
  for (const sample of by) metric.samples.push(sample);
  metric.added = 0;
}

function keyOf({ region, namespace, name, dimensions }: Omit<Metric, 'samples'>): string {
  return JSON.stringify([region, namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
