import {
  type Dimensions,
  dimensionsOf,
  type MetricName,
  metricNamespace,
  metrics,
  totals,
} from '../../lambda/shared/metrics';

/**
 * A metric that functions of a stage count, for GetMetricData. `namespace`, `metricName` and `dimensionsMap` are the
 * properties of CDK's `Metric`, for alarms and dashboards.
 */
export function stageMetric<M extends MetricName>(stage: string, metricName: M, dimensions: Dimensions<M>) {
  const dimensionsMap = dimensionsOf(stage, metricName, dimensions);
  return {
    namespace: metricNamespace,
    metricName,
    dimensionsMap,
    /** `Metric` of a `MetricStat`. */
    reference: {
      Namespace: metricNamespace,
      MetricName: metricName,
      Dimensions: Object.entries(dimensionsMap).map(([Name, Value]) => ({ Name, Value })),
    },
  };
}

/**
 * A metric with the stage as its only dimension, for CDK's `Metric`. Throws for a metric that functions only write with
 * more dimensions.
 */
export function stageTotal(stage: string, metricName: MetricName) {
  if (metrics[metricName].length > 0 && !totals.has(metricName)) {
    throw new Error(`${metricName} is only written with ${metrics[metricName].join(', ')}; add it to totals`);
  }
  return { namespace: metricNamespace, metricName, dimensionsMap: { Stage: stage } };
}
