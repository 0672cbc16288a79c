import type { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, type IWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Dimensions, MetricName } from '../../../../lambda/shared/metrics';
import type { Stage } from '../../../config';
import { stageMetric } from '../../stage-metric';

export interface Plot {
  readonly title: string;
  readonly left: readonly IMetric[];
  readonly right?: readonly IMetric[];
  /** Unit of the left axis. */
  readonly unit: string;
  /** Unit of the right axis. @default - that of the left axis */
  readonly rightUnit?: string;
  /** A line on the left axis. */
  readonly limit?: { readonly value: number; readonly label: string };
  readonly region?: string;
}

/** A graph that takes a third of the dashboard's width. */
export function graph({ title, left, right = [], unit, rightUnit = unit, limit, region }: Plot): IWidget {
  return new GraphWidget({
    title,
    region,
    width: 8,
    height: 6,
    left: [...left],
    right: [...right],
    leftYAxis: { label: unit, showUnits: false, min: 0 },
    ...(right.length > 0 && { rightYAxis: { label: rightUnit, showUnits: false, min: 0 } }),
    ...(limit && { leftAnnotations: [limit] }),
  });
}

export interface Shown {
  readonly label: string;
  /** @default 'Sum' */
  readonly statistic?: string;
  readonly period: Duration;
}

/** A metric of the stage's functions. */
export function own<M extends MetricName>(
  { name }: Pick<Stage, 'name'>,
  metricName: M,
  dimensions: Dimensions<M>,
  { label, statistic = 'Sum', period }: Shown,
): Metric {
  return new Metric({ ...stageMetric(name, metricName, dimensions), label, statistic, period });
}

/** A formula over metrics by their names. */
export function formula(
  expression: string,
  usingMetrics: Record<string, IMetric>,
  { label, period }: Omit<Shown, 'statistic'>,
): MathExpression {
  return new MathExpression({ expression, usingMetrics, label, period });
}
