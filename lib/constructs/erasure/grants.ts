import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { acknowledgeBelow } from '../wildcards';

/** Grants finding and deleting every version of objects, and uploads in progress, whose keys match one of the patterns. */
export function grantErase(bucket: IBucket, grantee: IGrantable & IConstruct, ...patterns: readonly string[]): void {
  const listing = ['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'];
  Grant.addToPrincipal({ grantee, actions: listing, resourceArns: [bucket.bucketArn] });
  Grant.addToPrincipal({
    grantee,
    actions: ['s3:DeleteObjectVersion', 's3:AbortMultipartUpload'],
    resourceArns: patterns.map((keys) => bucket.arnForObjects(keys)),
  });
  for (const keys of patterns) {
    acknowledgeBelow(
      grantee.grantPrincipal as never,
      `/${keys}`,
      'Objects of one bucket: their names cannot be known.',
    );
  }
}
