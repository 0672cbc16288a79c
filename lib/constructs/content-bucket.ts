import { Stack } from 'aws-cdk-lib';
import { Effect, Grant, type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct, IConstruct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';

export interface ContentBucketProps extends PrivateBucketProps {
  readonly encryptionKey: IKey;
}

/**
 * Encoded films, readable by this account's CloudFront distributions.
 *
 * The one distribution cannot be named: it lies in a stack that depends on this one, and its id in this bucket's policy
 * would close the circle (aws-cdk issue 31462).
 */
export class ContentBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: ContentBucketProps) {
    super(scope, id, props);
    const { account, partition } = Stack.of(this);
    const principals = [new ServicePrincipal('cloudfront.amazonaws.com')];
    const conditions = {
      ArnLike: { 'AWS:SourceArn': `arn:${partition}:cloudfront::${account}:distribution/*` },
    };
    // Not ListBucket: a missing object answers 403 like a forbidden one, and names cannot be probed.
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Distributions',
        effect: Effect.ALLOW,
        principals,
        actions: ['s3:GetObject'],
        resources: [this.arnForObjects('*')],
        conditions,
      }),
    );
    props.encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Distributions',
        effect: Effect.ALLOW,
        principals,
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions,
      }),
    );
  }
  /** Write renditions. */
  grantEncode(grantee: IGrantable & IConstruct): Grant {
    const actions = ['s3:PutObject', 's3:AbortMultipartUpload'];
    return this.grantOn('*/picture/*', grantee, actions, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /** List and read renditions, and write the manifests that name them. */
  grantPublish(grantee: IGrantable & IConstruct): Grant {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    this.grantOn('*/picture/*', grantee, ['s3:GetObject'], ['kms:Decrypt']);
    return this.grantOn('*/manifests/*', grantee, ['s3:PutObject'], ['kms:GenerateDataKey']);
  }
}
