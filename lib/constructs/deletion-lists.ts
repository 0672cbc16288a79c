import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { grantErase } from './erasure/grants';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import { personalizeOfThisAccount } from './recommenders/recommendation-data';
import { acknowledgeBelow } from './wildcards';

/**
 * Lists of the users that Personalize is to delete: random ids, for some minutes each. A data deletion job does not read
 * buckets with a customer's key, so S3's own key encrypts this one.
 * https://docs.aws.amazon.com/personalize/latest/dg/delete-records.html
 */
export class DeletionLists extends PrivateBucket {
  constructor(scope: Construct, id: string, props: Omit<PrivateBucketProps, 'lifecycleRules' | 'encryptionKey'>) {
    super(scope, id, { ...props, lifecycleRules: [{ id: 'forget', expiration: Duration.days(7) }] });
    // The role and the service itself both need access:
    // https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-s3-access.html
    for (const [action, resource] of [
      ['s3:GetObject', this.arnForObjects('*')],
      ['s3:ListBucket', this.bucketArn],
    ] as const) {
      const service = { principals: [personalizeOfThisAccount()], actions: [action], resources: [resource] };
      this.addToResourcePolicy(new PolicyStatement(service));
    }
  }

  /** Grants writing lists and erasing them. */
  grantKeep(grantee: IGrantable & IConstruct): void {
    this.grantOn('*', grantee, ['s3:PutObject']);
    grantErase(this, grantee, '*');
  }

  /** Grants reading the lists, for the role of Personalize. */
  grantList(grantee: IGrantable & IConstruct): void {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    Grant.addToPrincipal({ grantee, actions: ['s3:GetObject'], resourceArns: [this.arnForObjects('*')] });
    acknowledgeBelow(grantee.grantPrincipal as never, '/*', 'The names of lists contain ids of erasures.');
  }
}
