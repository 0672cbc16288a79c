import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { AccessLog } from './constructs/access-log';
import { ContentBucket } from './constructs/content-bucket';
import { ContentKeys } from './constructs/content-keys';
import { DataKey } from './constructs/data-key';
import { LakeBucket } from './constructs/lake/lake-bucket';
import type { PrivateBucket } from './constructs/private-bucket';
import { RecordTable } from './constructs/record-table';
import { SourceBucket } from './constructs/source-bucket';
import { acknowledgeBelow } from './constructs/wildcards';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { ReplicaStack } from './replica-stack';

export interface StorageStackProps extends OmniStreamStackProps {
  readonly replica: ReplicaStack;
}

/** Everything that must not be lost: sources, encoded films, records, and what viewers did. */
export class StorageStack extends OmniStreamStack {
  readonly uploads: SourceBucket;
  readonly content: ContentBucket;
  /** What is known of each asset. */
  readonly assets: RecordTable;
  /** What runs or has run elsewhere: jobs and events by their id. */
  readonly jobs: RecordTable;
  /** Playback sessions. */
  readonly sessions: RecordTable;
  /** What viewers did, and what is made of it. */
  readonly lake: PrivateBucket;
  /** What viewers chose; its changes are told by a stream. */
  readonly viewers: RecordTable;
  /** What each viewer did last: which events came, and how far they are in which films. */
  readonly activity: RecordTable;
  /** Orders of titles for those who are not known yet. */
  readonly rankings: RecordTable;
  /** Encrypts everything but sources and films. */
  readonly dataKey: Key;
  /** Set only when the stage runs its own key provider. */
  readonly contentKeys: ContentKeys | undefined;

  constructor(scope: Construct, props: StorageStackProps) {
    super(scope, props, { part: 'Storage', description: 'OmniStream: sources, films and records', stateful: true });
    const { stage, replica } = props;
    const serverAccessLogsBucket = new AccessLog(this, 'AccessLog', { stage });
    const contentKey = new DataKey(this, 'ContentKey', { stage, description: 'Sources, films and their keys' });
    this.dataKey = new DataKey(this, 'DataKey', { stage, description: 'Records, the lake, and secrets' });

    this.uploads = new SourceBucket(this, 'Uploads', {
      stage,
      encryptionKey: contentKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'uploads/',
    });

    // By their ARNs: a bucket and a key that CDK knows to be in another stack would get policies that refer back to here.
    const destination = Bucket.fromBucketArn(this, 'ReplicaContent', replica.content.bucketArn);
    const kmsKey = Key.fromKeyArn(this, 'ReplicaContentKey', replica.contentKey.keyArn);
    this.content = new ContentBucket(this, 'Content', {
      stage,
      encryptionKey: contentKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'content/',
      replicationRules: [
        {
          id: 'assets',
          priority: 1,
          // The ids of all assets begin so, and nothing below `work/` does.
          filter: { prefix: 'a' },
          destination,
          kmsKey,
          sseKmsEncryptedObjects: true,
          deleteMarkerReplication: true,
        },
      ],
    });
    acknowledgeBelow(this.content, '/*', 'Replication copies every object, from the one bucket to the other.');

    const encryptionKey = this.dataKey;
    const createdAt = { name: 'createdAt', type: AttributeType.STRING };
    const publishedAt = { name: 'publishedAt', type: AttributeType.STRING };
    this.assets = new RecordTable(this, 'Assets', {
      stage,
      encryptionKey,
      replica: { region: stage.replicaRegion, keyArn: replica.dataKey.keyArn },
      indexes: [
        { name: 'byCreation', by: 'kind', sortedBy: createdAt },
        { name: 'byOwner', by: 'ownerId', sortedBy: createdAt },
        // Rows enter these once they have their attributes. DynamoDB adds one index per update of a table, so that the
        // indexes of all lists are there from the first deployment (docs/adr/0025).
        { name: 'byPublication', by: 'catalogue', sortedBy: publishedAt },
        { name: 'byGenre', by: 'genre', sortedBy: publishedAt },
        { name: 'byOwnerAndStatus', by: 'ownerStatus', sortedBy: createdAt },
      ],
    });
    this.jobs = new RecordTable(this, 'Jobs', { stage, encryptionKey, timeToLiveAttribute: 'expiresAt' });
    this.sessions = new RecordTable(this, 'Sessions', {
      stage,
      encryptionKey,
      indexes: [{ name: 'byUser', by: 'userId', sortedBy: { name: 'expiresAt', type: AttributeType.NUMBER } }],
      timeToLiveAttribute: 'expiresAt',
    });
    this.viewers = new RecordTable(this, 'Viewers', { stage, encryptionKey, hasStream: true });
    this.activity = new RecordTable(this, 'Activity', { stage, encryptionKey, timeToLiveAttribute: 'expiresAt' });
    this.rankings = new RecordTable(this, 'Rankings', { stage, encryptionKey });

    this.lake = new LakeBucket(this, 'Lake', {
      stage,
      encryptionKey: this.dataKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'lake/',
    });
    if (stage.drm?.keyProvider === 'own') {
      // By its ARN: CDK would have the key's policy name a principal of this stack.
      const replicaKey = Key.fromKeyArn(this, 'ReplicaSecretKey', replica.contentKey.keyArn);
      this.contentKeys = new ContentKeys(this, 'ContentKeys', { stage, encryptionKey: contentKey, replicaKey });
    }
  }
}
