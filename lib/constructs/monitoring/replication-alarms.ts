import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ReplicaStack } from '../../replica-stack';
import type { StorageStack } from '../../storage-stack';
import type { AlarmTopic } from './alarm-topic';
import { Alert } from './alert';

const period = Duration.minutes(5);

export interface ReplicationProps {
  readonly topic: AlarmTopic;
  readonly storage: StorageStack;
  readonly replica: ReplicaStack;
}

/** A metric of the replication of films. Its rule must have metrics turned on. */
function replicationMetric(metricName: string, statistic: string, { storage, replica }: ReplicationProps): Metric {
  return new Metric({
    namespace: 'AWS/S3',
    metricName,
    dimensionsMap: {
      SourceBucket: storage.content.bucketName,
      DestinationBucket: replica.content.bucketName,
      RuleId: storage.replicationRuleId,
    },
    period,
    statistic,
  });
}

/**
 * Objects that S3 could not replicate. S3 publishes this metric in the region of the source, and others in that of the
 * destination. An alarm on a missing metric costs little, so both regions have one.
 */
export class ReplicationFailures extends Alert {
  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id, {
      topic: props.topic,
      runbook: 'replication-failures',
      meaning: 'S3 could not copy objects of films to the second region.',
      metric: replicationMetric('OperationsFailedReplication', 'Sum', props),
      threshold: 0,
    });
  }
}

/**
 * Delay of the copies of films. The metric is in the region of the destination:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export class ReplicationLatency extends Alert {
  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id, {
      topic: props.topic,
      runbook: 'replication-latency',
      meaning: 'The copies of films in the second region are more than 15 minutes behind.',
      metric: replicationMetric('ReplicationLatency', 'Maximum', props),
      threshold: Duration.minutes(15).toSeconds(),
      evaluationPeriods: 3,
    });
  }
}

/** Delay of the replica of the table of assets: AWS/DynamoDB ReplicationLatency, in milliseconds. */
export class TableLatency extends Alert {
  constructor(scope: Construct, id: string, { topic, storage }: Omit<ReplicationProps, 'replica'>) {
    super(scope, id, {
      topic,
      runbook: 'replication-latency',
      meaning: 'The copy of the records of films in the second region is more than one minute behind.',
      metric: new Metric({
        namespace: 'AWS/DynamoDB',
        metricName: 'ReplicationLatency',
        dimensionsMap: { TableName: storage.assets.tableName, ReceivingRegion: topic.stage.replicaRegion },
        period,
        statistic: 'Average',
      }),
      threshold: Duration.minutes(1).toMilliseconds(),
      evaluationPeriods: 3,
    });
  }
}
