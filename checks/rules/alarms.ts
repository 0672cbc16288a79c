import { type Rule, resources } from '../rule';

const day = 86_400;

/**
 * PutMetricAlarm: a period is 10, 20, 30 or a multiple of 60 seconds, and "an alarm's total current evaluation period can be
 * no longer than one day" (seven days for periods of an hour and more).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const alarms: Rule = {
  name: 'alarms',
  check: (assembly) =>
    resources(assembly, 'AWS::CloudWatch::Alarm').flatMap(({ construct, resource: { Properties } }) =>
      [...problems(Properties)].map((message) => ({ rule: 'alarms', construct, message })),
    ),
};

// biome-ignore lint/suspicious/noExplicitAny: AWS::CloudWatch::Alarm
function* problems(alarm: any): Generator<string> {
  const { EvaluationPeriods = 0, DatapointsToAlarm = EvaluationPeriods, Metrics = [] } = alarm;
  // biome-ignore lint/suspicious/noExplicitAny: MetricDataQuery
  const periods: number[] = [alarm, ...Metrics.flatMap((query: any) => [query, query.MetricStat ?? {}])]
    .map(({ Period }) => Period)
    .filter((period) => period !== undefined);
  for (const period of periods) {
    if (![10, 20, 30].includes(period) && period % 60 !== 0) {
      yield `The alarm's period is ${period} s. CloudWatch accepts 10, 20, 30 or a multiple of 60.`;
    }
  }
  const longest = Math.max(0, ...periods);
  const limit = longest >= 3600 ? 7 * day : day;
  if (longest * EvaluationPeriods > limit) {
    yield `The alarm evaluates ${longest * EvaluationPeriods} s (${EvaluationPeriods} periods of ${longest} s). CloudWatch accepts at most ${limit} s. Use fewer or shorter periods.`;
  }
  if (DatapointsToAlarm > EvaluationPeriods) {
    yield `The alarm needs ${DatapointsToAlarm} data points of ${EvaluationPeriods} periods. Use at most as many data points as periods.`;
  }
}
