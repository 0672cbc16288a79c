import * as sdk from '@aws-sdk/client-cloudwatch';
import { type Clock, clockOf } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Alarms } from './alarm/alarms';
import { Dashboards, dashboardOperations } from './dashboard/dashboards';
import { Evaluation } from './evaluation';
import { type Metric, Metrics } from './metrics/metrics';
import { alarmOperations } from './operations/alarms';
import { getMetricData, getMetricStatistics, listMetrics, putMetricData } from './operations/metrics';
import { permissions } from './permissions';
import { alarmProvider, compositeAlarmProvider, dashboardProvider } from './resources';

export interface CloudWatch extends LocalService {
  /** Records the metrics of a log line in the embedded metric format, if it has any. */
  extract(region: string, line: string): void;
  /** Records a value of any metric, for tests of alarms whose symptom cannot occur on a laptop. */
  record(metric: Omit<Metric, 'samples'>, value: number): void;
  /** Measures and evaluates the minutes that have ended by now, as happens by itself after each minute. */
  evaluate(): Promise<void>;
}

/**
 * CloudWatch: metrics in memory, alarms that are evaluated every minute and notify topics and the event bus, and
 * dashboards that are stored.
 */
export function createCloudWatch(kernel: Kernel, clock: Clock = clockOf(() => kernel.now())): CloudWatch {
  const metrics = new Metrics();
  const now = () => clock.now();
  const alarms = new Alarms(kernel, metrics, clock);
  const dashboards = new Dashboards(kernel);
  const evaluation = new Evaluation(kernel, clock, metrics, alarms);
  return {
    extract: (region, line) => metrics.extract(region, line, now()),
    measure: (measured) => metrics.measure(measured, now()),
    record: (metric, value) => metrics.add(metric, { at: now(), value, count: 1 }),
    evaluate: () => evaluation.evaluate(),
    wire: {
      id: 'cloudwatch',
      signingName: 'monitoring',
      sdk,
      permissions,
      operations: {
        ...alarmOperations(alarms),
        ...dashboardOperations(dashboards),
        GetMetricData: getMetricData(metrics),
        GetMetricStatistics: getMetricStatistics(metrics),
        ListMetrics: listMetrics(metrics),
        PutMetricData: putMetricData(metrics, now),
      },
    },
    resources: {
      'AWS::CloudWatch::Alarm': alarmProvider(alarms),
      'AWS::CloudWatch::CompositeAlarm': compositeAlarmProvider(alarms),
      'AWS::CloudWatch::Dashboard': dashboardProvider(dashboards),
    },
    start: () => evaluation.start(),
    sweep: () => alarms.history.sweep(),
    stop: () => evaluation.stop(),
  };
}
