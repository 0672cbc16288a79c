import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnBucket, HttpMethods, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import { allowTranscribe } from './transcribe-access';

export interface SourceBucketProps extends PrivateBucketProps {
  readonly encryptionKey: IKey;
}

/** Sources as they were uploaded, at `uploads/{assetId}/source`. Tells EventBridge of each. */
export class SourceBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: SourceBucketProps) {
    super(scope, id, {
      ...props,
      lifecycleRules: [
        // A source is read once, and then again only when its asset is tried again.
        {
          id: 'rest',
          transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(1) }],
        },
      ],
      cors: [
        {
          // The right to put a part is in its presigned URL, and no cookie goes along: the page's address adds nothing.
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.PUT],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 3600,
        },
      ],
    });
    // The bucket's own property: CDK's `eventBridgeEnabled` would bring a custom resource and a function for the same.
    const { defaultChild } = this.node;
    (defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    allowTranscribe(this, 'uploads/*', ['s3:GetObject'], ['kms:Decrypt']);
  }

  /** Read a source, whichever version. */
  grantReadSources(grantee: IGrantable & IConstruct): Grant {
    return this.grantOn('uploads/*', grantee, ['s3:GetObject', 's3:GetObjectVersion'], ['Decrypt']);
  }

  /** Open an upload, put its parts (by presigned URLs), list them, close or drop it, and see what came of it. */
  grantUpload(grantee: IGrantable & IConstruct): Grant {
    const actions = ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload', 's3:GetObject'];
    // So that S3 reports a source that did not come as missing, and a denial always means that a grant is missing.
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
    // S3 decrypts the parts to put them together.
    return this.grantOn('uploads/*', grantee, actions, ['Decrypt', 'GenerateDataKey']);
  }
}
