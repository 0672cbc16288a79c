import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic';
import { Alert, type SignalProps } from './alert';

export interface LakeAlarmsProps {
  readonly topic: AlarmTopic;
  readonly streamName: string;
  readonly lake: { readonly bucketName: string };
}

/** Alarms on the way of events from the stream into the lake. */
export class LakeAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, streamName, lake }: LakeAlarmsProps) {
    super(scope, id);
    const period = Duration.minutes(5);
    const stream = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/Firehose',
        metricName,
        dimensionsMap: { DeliveryStreamName: streamName },
        statistic,
        period,
      });
    const alert = (name: string, props: Omit<SignalProps, 'topic'>) => new Alert(this, name, { topic, ...props });
    alert('Unconverted', {
      runbook: 'lake-records-refused',
      meaning: 'Events do not match the schema of the lake. They are in failed/.',
      metric: stream('FailedConversion.Records', 'Sum'),
      threshold: 0,
    });
    alert('TooManyPartitions', {
      runbook: 'lake-records-refused',
      meaning: 'Events have more days and types at once than Firehose has partitions. The other events are in failed/.',
      metric: stream('PartitionCountExceeded', 'Maximum'),
      threshold: 0,
    });
    alert('Failed', {
      runbook: 'lake-records-refused',
      meaning: 'Firehose wrote events that it could not convert or partition to failed/ in the lake.',
      metric: new Metric({
        namespace: 'AWS/S3',
        metricName: 'PutRequests',
        dimensionsMap: { BucketName: lake.bucketName, FilterId: 'failed' },
        statistic: 'Sum',
        period,
      }),
      threshold: 0,
    });
    alert('Late', {
      runbook: 'events-too-late',
      meaning: 'Firehose cannot deliver events to the lake. It retries for a day, and then drops them.',
      metric: stream('DeliveryToS3.DataFreshness', 'Maximum'),
      threshold: Duration.minutes(20).toSeconds(),
    });
  }
}
