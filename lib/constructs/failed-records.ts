import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IEventSourceDlq, IEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import { acknowledgeBelow } from './wildcards';

export interface FailedRecordsProps extends Omit<PrivateBucketProps, 'lifecycleRules'> {
  readonly encryptionKey: IKey;
}

/**
 * Records of streams that a function could not process. A queue would receive only their positions, and a stream forgets
 * its records after 24 hours; a bucket receives the records themselves. They are kept as long as messages of a queue can
 * be, so that `npm run redrive` can pass them to their function again.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export class FailedRecords extends PrivateBucket implements IEventSourceDlq {
  constructor(scope: Construct, id: string, props: FailedRecordsProps) {
    super(scope, id, { ...props, lifecycleRules: [{ id: 'forget', expiration: Duration.days(14) }] });
    // A bucket has no number of messages; an alarm can count the writes.
    this.addMetric({ id: 'records', prefix: 'aws/lambda/' });
  }

  /**
   * Grants what Lambda needs to write for the function: PutObject and, as AWS documents it, ListBucket. CDK's own
   * destination also allows reading and deleting all objects.
   */
  bind(_target: IEventSourceMapping, grantee: IFunction) {
    const keys = 'aws/lambda/*';
    acknowledgeBelow(grantee.grantPrincipal as never, `/${keys}`, 'Lambda chooses the names of these objects.');
    Grant.addToPrincipal({ grantee, actions: ['s3:PutObject'], resourceArns: [this.arnForObjects(keys)] });
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    this.grantKey(grantee, 'GenerateDataKey');
    return { destination: this.bucketArn };
  }
}
