import * as sdk from '@aws-sdk/client-cloudwatch';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService, Resource, ResourceProvider } from '../../kernel/service';
import { Metrics } from './metrics';
import { getMetricData, listMetrics, putMetricData } from './operations';
import { permissions } from './permissions';

export interface CloudWatch extends LocalService {
  /** Records the metrics of a log line in the embedded metric format, if it has any. */
  extract(region: string, line: string): void;
}

/** CloudWatch metrics, in memory. Alarms and dashboards are accepted and have no effect on a laptop. */
export function createCloudWatch(kernel: Kernel): CloudWatch {
  const metrics = new Metrics();
  const now = () => kernel.now();
  return {
    extract: (region, line) => metrics.extract(region, line, now()),
    wire: {
      id: 'cloudwatch',
      signingName: 'monitoring',
      sdk,
      permissions,
      operations: {
        GetMetricData: getMetricData(metrics),
        ListMetrics: listMetrics(metrics),
        PutMetricData: putMetricData(metrics, now),
      },
    },
    resources: {
      'AWS::CloudWatch::Alarm': named((resource, name) => ({
        Arn: `arn:aws:cloudwatch:${resource.region}:${resource.accountId}:alarm:${name}`,
      })),
      'AWS::CloudWatch::CompositeAlarm': named((resource, name) => ({
        Arn: `arn:aws:cloudwatch:${resource.region}:${resource.accountId}:alarm:${name}`,
      })),
      'AWS::CloudWatch::Dashboard': named(() => ({})),
    },
  };
}

interface NamedProperties {
  readonly AlarmName?: string;
  readonly DashboardName?: string;
}

function named(
  attributes: (resource: Resource<NamedProperties>, name: string) => Record<string, string>,
): ResourceProvider<NamedProperties> {
  return {
    identify(resource) {
      const name = resource.properties.AlarmName ?? resource.properties.DashboardName ?? resource.name;
      return { ref: name, attributes: attributes(resource, name) };
    },
  };
}
