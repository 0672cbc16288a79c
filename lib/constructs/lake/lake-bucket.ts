import { Duration } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from '../private-bucket';
import { admitEdgeLogs } from './edge-logs';

export interface LakeBucketProps extends Omit<PrivateBucketProps, 'lifecycleRules'> {
  readonly encryptionKey: Key;
}

/** Queries ask for weeks; what is older is read seldom. */
const seldomReadAfter = 90;

/** Where the lake keeps interactions, requests to the edge, and the results of queries. */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    const { stage, encryptionKey } = props;
    // Two years and a month where figures matter, so that a year can be compared with the one before.
    const interactionDays = stage.protectData ? 760 : 90;
    super(scope, id, {
      ...props,
      lifecycleRules: [
        expire('results', 'results/', 7),
        expire('imports', 'imports/', 30),
        expire('failed', 'failed/', 90),
        {
          ...expire('older', 'interactions/', interactionDays),
          // S3 refuses a transition that does not come before the expiration.
          ...(interactionDays > seldomReadAfter && {
            transitions: [
              { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(seldomReadAfter) },
            ],
          }),
        },
        expire('requests', 'edge/', stage.protectData ? 180 : 14),
      ],
    });
    admitEdgeLogs(this, encryptionKey);
    // Firehose puts here what it could not convert; an alarm counts it.
    this.addMetric({ id: 'failed', prefix: 'failed/' });
  }
}

function expire(id: string, prefix: string, days: number): LifecycleRule {
  return { id, prefix, expiration: Duration.days(days) };
}
