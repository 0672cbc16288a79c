import { Duration } from 'aws-cdk-lib';
import { type CfnRole, Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import type { Stage } from '../config';
import { grantKeyUse } from './data-key';
import { recoveryDays } from './recovery-window';
import { acknowledgeBelow } from './wildcards';

export interface PrivateBucketProps
  extends Pick<
    BucketProps,
    'cors' | 'lifecycleRules' | 'replicationRules' | 'serverAccessLogsBucket' | 'serverAccessLogsPrefix'
  > {
  readonly stage: Stage;
  /** @default - S3's own key */
  readonly encryptionKey?: IKey;
}

/** A versioned bucket without public access, without access by plain HTTP, and without access control lists. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    const { stage, encryptionKey, lifecycleRules = [], ...rest } = props;
    super(scope, id, {
      ...rest,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      encryptionKey,
      bucketKeyEnabled: encryptionKey !== undefined,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: stage.removalPolicy,
      lifecycleRules: [
        ...lifecycleRules,
        {
          id: 'tidy',
          // Parts of abandoned uploads, and versions of overwritten and deleted objects.
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          noncurrentVersionExpiration: Duration.days(recoveryDays),
          expiredObjectDeleteMarker: true,
        },
      ],
    });
    // CDK creates the replication role, and has no property for its description.
    const replicationRole = this.node.tryFindChild('ReplicationRole')?.node.defaultChild as CfnRole | undefined;
    if (!replicationRole) return;
    replicationRole.description = 'S3 replicates objects to the second region with this role';
    acknowledgeBelow(this, '/*', 'Replication copies every object, from the one bucket to the other.');
  }

  /**
   * Grants exactly these actions on objects whose keys match. CDK's own grants include all actions with the same prefix
   * (`s3:GetObject*`, `s3:List*`), and every use of the key.
   */
  grantOn(
    keys: string,
    grantee: IGrantable & IConstruct,
    actions: readonly string[],
    keyActions: readonly string[] = [],
  ): Grant {
    if (keyActions.length > 0) this.grantKey(grantee, ...keyActions);
    acknowledgeBelow(
      grantee.grantPrincipal as never,
      `/${keys}`,
      `Objects of one bucket: their names cannot be known.`,
    );
    return Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [this.arnForObjects(keys)] });
  }

  /** Grants the use of the key (`Decrypt`, `GenerateDataKey`) through S3 for objects of this bucket. */
  grantKey(grantee: IGrantable, ...actions: readonly string[]): Grant | undefined {
    // With a bucket key, the context contains the bucket, and otherwise the object.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
    const context = { 'aws:s3:arn': [this.bucketArn, this.arnForObjects('*')] };
    return this.encryptionKey && grantKeyUse(this.encryptionKey, grantee, { of: this, via: 's3', actions, context });
  }
}
