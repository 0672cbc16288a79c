import { type Dimensions, dimensionsOf, type MetricName, metricNamespace, type metrics, totals } from './metrics';
import { stageName } from './stage';

/** A metric without dimensions of its own needs no argument for them. */
type Given<M extends MetricName> = (typeof metrics)[M] extends readonly []
  ? [dimensions?: Record<string, never>, at?: number]
  : [dimensions: Dimensions<M>, at?: number];

/** Adds one to a metric of `metrics`, as {@link measure} does. */
export function count<M extends MetricName>(metric: M, ...given: Given<M>): void {
  measure(metric, 1, ...given);
}

/**
 * Adds a value to a metric of `metrics` by writing it to the log. `at`: milliseconds since 1970.
 * Form: CloudWatch embedded metric format, https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function measure<M extends MetricName>(
  metric: M,
  value: number,
  ...[own = {}, at = Date.now()]: Given<M>
): void {
  const dimensions = dimensionsOf(stageName, metric, own as Dimensions<M>);
  const definition = {
    Namespace: metricNamespace,
    Dimensions: [...(totals.has(metric) ? [['Stage']] : []), Object.keys(dimensions)],
    Metrics: [{ Name: metric, Unit: unitOf(metric) }],
  };
  console.log(
    JSON.stringify({ _aws: { Timestamp: at, CloudWatchMetrics: [definition] }, ...dimensions, [metric]: value }),
  );
}

/** A unit of CloudWatch, from the end of the metric's name. */
function unitOf(metric: MetricName): string {
  return ['Bytes', 'Milliseconds', 'Seconds'].find((unit) => metric.endsWith(unit)) ?? 'Count';
}
