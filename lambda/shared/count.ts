import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { atOnce, type Dimensions, dimensionsOf, type MetricName, type metrics, totals } from './metrics';
import { stageMetrics } from './powertools';
import { stageName } from './stage';

/** A metric without dimensions of its own needs no argument for them. */
type Given<M extends MetricName> = (typeof metrics)[M] extends readonly []
  ? [dimensions?: Record<string, never>, at?: number]
  : [dimensions: Dimensions<M>, at?: number];

/** Metrics of an invocation that have no other dimension than the stage. They are one line at its end. */
const collected = stageMetrics();
/** Writes a line for each metric, since all metrics of a line have the same dimensions and time. */
const single = stageMetrics();
let isCollecting = false;

/** Adds one to a metric of `metrics`, as {@link measure} does. */
export function count<M extends MetricName>(metric: M, ...given: Given<M>): void {
  measure(metric, 1, ...given);
}

/**
 * Adds a value to a metric of `metrics` by writing it to the log, in an invocation at the latest at its end. `at`:
 * milliseconds since 1970. Form: CloudWatch embedded metric format,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function measure<M extends MetricName>(metric: M, value: number, ...[own = {}, at]: Given<M>): void {
  const { Stage, ...others } = dimensionsOf(stageName, metric, own as Dimensions<M>);
  const isPlain = Object.keys(others).length === 0;
  if (isCollecting && isPlain && at === undefined && !atOnce.has(metric)) {
    collected.addMetric(metric, unitOf(metric), value);
    return;
  }
  if (totals.has(metric)) single.addDimensions({});
  if (!isPlain) single.addDimensions(others);
  if (at !== undefined) single.setTimestamp(at);
  single.addMetric(metric, unitOf(metric), value).publishStoredMetrics();
}

/** Collects metrics until the returned function is called, which writes them. */
export function collectMetrics(): () => void {
  isCollecting = true;
  return () => {
    isCollecting = false;
    // Powertools would warn that there are none.
    if (collected.hasStoredMetrics()) collected.publishStoredMetrics();
  };
}

/** A unit of CloudWatch, from the end of the metric's name. */
function unitOf(metric: MetricName): (typeof MetricUnit)[keyof typeof MetricUnit] {
  if (metric.endsWith('Bytes')) return MetricUnit.Bytes;
  if (metric.endsWith('Milliseconds')) return MetricUnit.Milliseconds;
  return metric.endsWith('Seconds') ? MetricUnit.Seconds : MetricUnit.Count;
}
