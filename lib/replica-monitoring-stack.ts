import type { Construct } from 'constructs';
import { AlarmTopic } from './constructs/monitoring/alarm-topic';
import { watchMail } from './constructs/monitoring/mail-alarms';
import { ReplicationFailures, ReplicationLatency } from './constructs/monitoring/replication-alarms';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { ReplicaStack } from './replica-stack';
import type { StorageStack } from './storage-stack';

export interface ReplicaMonitoringStackProps extends OmniStreamStackProps {
  readonly storage: StorageStack;
  readonly replica: ReplicaStack;
}

/** Alarms of replication, whose metrics are in the region of the copies. */
export class ReplicaMonitoringStack extends OmniStreamStack {
  constructor(scope: Construct, props: ReplicaMonitoringStackProps) {
    const { stage, storage, replica } = props;
    super(scope, props, {
      part: 'ReplicaMonitoring',
      description: 'OmniStream: alarms of replication',
      region: stage.replicaRegion,
    });
    const topic = new AlarmTopic(this, 'Alarms', { stage, encryptionKey: replica.dataKey });
    new ReplicationLatency(this, 'Latency', { topic, storage, replica });
    new ReplicationFailures(this, 'Failures', { topic, storage, replica });
    if (stage.replicaRegion !== 'us-east-1') watchMail(this, { topic });
  }
}
