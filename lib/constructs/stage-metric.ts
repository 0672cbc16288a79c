import { type Dimensions, dimensionsOf, METRIC_NAMESPACE, type MetricName } from '../../lambda/shared/metrics';

/**
 * A metric that functions of a stage count, as GetMetricData names it. `stage`: its name, or a placeholder for it.
 * For alarms and dashboards, `namespace`, `metricName` and `dimensionsMap` of CDK's `Metric`.
 */
export function stageMetric<M extends MetricName>(stage: string, metricName: M, dimensions: Dimensions<M>) {
  const dimensionsMap = dimensionsOf(stage, metricName, dimensions);
  return {
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap,
    /** `Metric` of a `MetricStat`. */
    reference: {
      Namespace: METRIC_NAMESPACE,
      MetricName: metricName,
      Dimensions: Object.entries(dimensionsMap).map(([Name, Value]) => ({ Name, Value })),
    },
  };
}
