import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FunctionUrlAuthType, type IFunctionUrl } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { manifestHandler } from '../../lambda/delivery/manifest.env';
import { manifestKeys } from '../../lambda/shared/content-layout';
import type { Stage } from '../config';
import type { ContentBucket } from './content-bucket';
import { grantKeyUse } from './data-key';
import { Handler } from './handler';
import type { RecordTable } from './record-table';
import { acknowledgeBelow } from './wildcards';

export interface SignedManifestsProps {
  readonly stage: Stage;
  readonly storage: { readonly content: ContentBucket; readonly sessions: RecordTable };
  /** The content bucket of the second region and its key. */
  readonly replica: { readonly content: IBucket; readonly contentKey: IKey; readonly region: string };
}

/**
 * Serves manifests whose addresses contain the session's signature. It uses a function URL rather than the HTTP API:
 * with IAM, the function URL accepts requests of the distribution only, and not of all clients that know a session's id.
 */
export class SignedManifests extends Construct {
  readonly url: IFunctionUrl;

  constructor(scope: Construct, id: string, { stage, storage, replica }: SignedManifestsProps) {
    super(scope, id);
    const handler = new Handler(this, 'Maker', {
      stage,
      handler: manifestHandler,
      description: 'Signs the addresses in manifests',
      environment: {
        SESSIONS_TABLE: storage.sessions.tableName,
        CONTENT_BUCKET: storage.content.bucketName,
        REPLICA_REGION: replica.region,
        REPLICA_BUCKET: replica.content.bucketName,
      },
      // Signed playlists of long films have several megabytes, and processor time grows with memory.
      memorySize: 512,
    });
    storage.sessions.grantItems(handler, 'GetItem');
    for (const [bucket, key] of [
      [storage.content, storage.content.encryptionKey],
      [replica.content, replica.contentKey],
    ] as const) {
      const resourceArns = manifestKeys.map((keys) => bucket.arnForObjects(keys));
      Grant.addToPrincipal({ grantee: handler, actions: ['s3:GetObject'], resourceArns });
      // So that S3 reports a missing manifest as missing, and a denial always means that a grant is missing.
      Grant.addToPrincipal({ grantee: handler, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] });
      if (key) {
        const context = { 'aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] };
        grantKeyUse(key, handler, { of: bucket, via: 's3', actions: ['Decrypt'], context });
      }
    }
    for (const keys of manifestKeys) {
      acknowledgeBelow(
        handler.grantPrincipal,
        `/${keys}`,
        'The function reads the manifests of all assets, whose names are not known at deployment.',
      );
    }
    this.url = handler.function.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
  }
}
