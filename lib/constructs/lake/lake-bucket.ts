import { Duration } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import { logRule } from '../log-retention';
import { PrivateBucket, type PrivateBucketProps } from '../private-bucket';
import { admitEdgeLogs } from './edge-logs';

export interface LakeBucketProps extends Omit<PrivateBucketProps, 'lifecycleRules'> {
  readonly encryptionKey: Key;
}

/** Days until a cheaper storage class: most queries read the last weeks. */
const seldomReadAfter = 90;

/** The bucket of the lake: interactions, edge requests, and query results. */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    const { stage, encryptionKey } = props;
    super(scope, id, {
      ...props,
      lifecycleRules: [
        expire('results', 'results/', 7),
        expire('imports', 'imports/', 30),
        expire('failed', 'failed/', 90),
        interactionsRule(stage),
        logRule('requests', stage, 'edge/'),
      ],
    });
    admitEdgeLogs(this, encryptionKey);
    // Firehose writes events that it cannot convert here; an alarm counts the writes.
    this.addMetric({ id: 'failed', prefix: 'failed/' });
  }
}

/** The first part of the keys of all interactions. */
export const interactionsPrefix = 'interactions/';

/** How long interactions are kept, in the lake and in its second copy. */
export function interactionsRule(stage: Stage): LifecycleRule {
  // In a stage that protects its data, two years and a month, so that a year can be compared with the one before.
  const interactionDays = stage.protectData ? 760 : 90;
  return {
    ...expire('older', interactionsPrefix, interactionDays),
    // S3 refuses a transition that does not come before the expiration.
    ...(interactionDays > seldomReadAfter && {
      transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(seldomReadAfter) }],
    }),
  };
}

function expire(id: string, prefix: string, days: number): LifecycleRule {
  return { id, prefix, expiration: Duration.days(days) };
}
