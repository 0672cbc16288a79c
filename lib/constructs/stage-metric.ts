import { type Dimensions, dimensionsOf, type MetricName, metricNamespace } from '../../lambda/shared/metrics';

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
