import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { AccessLog } from './constructs/access-log';
import { ContentBucket } from './constructs/content-bucket';
import { DataKey } from './constructs/data-key';
import { SecondCopies } from './constructs/second-copies';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

/** The replica of the content in the second region, and the keys for replicated data. */
export class ReplicaStack extends OmniStreamStack {
  readonly content: ContentBucket;
  /** Encrypts the replica of the films, and the replica of the secret that content keys are derived from. */
  readonly contentKey: IKey;
  /** Encrypts the replica of the `assets` table. */
  readonly dataKey: DataKey;
  /** Set only if the stage has `secondCopies`. */
  readonly copies: SecondCopies | undefined;

  constructor(scope: Construct, props: OmniStreamStackProps) {
    const { stage } = props;
    super(scope, props, {
      part: 'Replica',
      description: 'OmniStream: replica of the content',
      region: stage.replicaRegion,
      stateful: true,
    });
    this.contentKey = new DataKey(this, 'ContentKey', { stage, description: 'Films and their keys, second region' });
    this.dataKey = new DataKey(this, 'DataKey', { stage, description: 'Records, second region' });
    const serverAccessLogsBucket = new AccessLog(this, 'AccessLog', { stage });
    this.content = new ContentBucket(this, 'Content', {
      stage,
      encryptionKey: this.contentKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'content/',
    });
    const { contentKey, dataKey } = this;
    if (stage.secondCopies) {
      this.copies = new SecondCopies(this, 'Copy', { stage, contentKey, dataKey, serverAccessLogsBucket });
    }
  }
}
