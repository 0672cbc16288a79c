import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { AccessLog } from './constructs/access-log';
import { ContentBucket } from './constructs/content-bucket';
import { DataKey } from './constructs/data-key';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

/** The second region's copy of the content, and the keys of what is copied there. */
export class ReplicaStack extends OmniStreamStack {
  readonly content: IBucket;
  readonly contentKey: IKey;
  /** For the replica of the `assets` table. */
  readonly tablesKey: IKey;

  constructor(scope: Construct, props: OmniStreamStackProps) {
    const { stage } = props;
    super(scope, props, {
      part: 'Replica',
      description: 'OmniStream: the content in a second region',
      region: stage.replicaRegion,
      stateful: true,
    });
    this.contentKey = new DataKey(this, 'ContentKey', { stage, description: 'Encoded films, second region' });
    this.tablesKey = new DataKey(this, 'TablesKey', { stage, description: 'Tables, second region' });
    this.content = new ContentBucket(this, 'Content', {
      stage,
      encryptionKey: this.contentKey,
      serverAccessLogsBucket: new AccessLog(this, 'AccessLog', { stage }),
      serverAccessLogsPrefix: 'content/',
    });
  }
}
