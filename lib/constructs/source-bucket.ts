import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnBucket, HttpMethods, type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import { allowTranscribe } from './transcribe-access';

export interface SourceBucketProps extends PrivateBucketProps {
  readonly encryptionKey: IKey;
}

/** A source is read once, and again only for a retry of its asset. */
export const restRule: LifecycleRule = {
  id: 'rest',
  transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(1) }],
};

/** Uploaded sources at `uploads/{assetId}/source`, with an EventBridge event for each. */
export class SourceBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: SourceBucketProps) {
    super(scope, id, {
      ...props,
      lifecycleRules: [restRule],
      cors: [
        {
          // The presigned URL grants the upload of a part, and requests have no cookies, so any origin is allowed.
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.PUT],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 3600,
        },
      ],
    });
    // Set on the resource, since CDK's `eventBridgeEnabled` would add a custom resource with a function for it.
    const { defaultChild } = this.node;
    (defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    allowTranscribe(this, 'uploads/*', ['s3:GetObject'], ['kms:Decrypt']);
  }

  /** Actions for aborting an upload, and for finding out whether its source exists. */
  grantAbort(grantee: IGrantable & IConstruct): Grant {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    return this.grantOn('uploads/*', grantee, ['s3:AbortMultipartUpload', 's3:GetObject'], ['Decrypt']);
  }

  /** Actions for reading every version of a source. */
  grantReadSources(grantee: IGrantable & IConstruct): Grant {
    return this.grantOn('uploads/*', grantee, ['s3:GetObject', 's3:GetObjectVersion'], ['Decrypt']);
  }

  /**
   * Actions for creating an upload, putting and listing its parts, completing or aborting it, and reading its state.
   */
  grantUpload(grantee: IGrantable & IConstruct): Grant {
    const actions = ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload', 's3:GetObject'];
    // With this action, S3 reports an absent source as missing, and a denial always means that a grant is missing.
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    // S3 decrypts the parts to assemble them.
    return this.grantOn('uploads/*', grantee, actions, ['Decrypt', 'GenerateDataKey']);
  }
}
