import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { AccessLog } from './constructs/access-log';
import { ContentBucket } from './constructs/content-bucket';
import { ContentKeys } from './constructs/content-keys';
import { DataKey } from './constructs/data-key';
import { admitEdgeLogs } from './constructs/lake/edge-logs';
import { PrivateBucket } from './constructs/private-bucket';
import { Records } from './constructs/records';
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
  readonly assets: Records;
  /** What runs or has run elsewhere: jobs and events by their id. */
  readonly jobs: Records;
  /** Playback sessions. */
  readonly sessions: Records;
  /** What viewers did, and what is made of it. */
  readonly lake: PrivateBucket;
  readonly lakeKey: Key;
  /** What viewers chose; its changes are told by a stream. */
  readonly viewers: Records;
  /** What each viewer did last: which events came, and how far they are in which films. */
  readonly activity: Records;
  /** Orders of titles for those who are not known yet. */
  readonly rankings: Records;
  /** There where the stage encrypts films by its own keys. */
  readonly contentKeys: ContentKeys | undefined;

  constructor(scope: Construct, props: StorageStackProps) {
    super(scope, props, { part: 'Storage', description: 'OmniStream: sources, films and records', stateful: true });
    const { stage, replica } = props;
    const serverAccessLogsBucket = new AccessLog(this, 'AccessLog', { stage });

    this.uploads = new SourceBucket(this, 'Uploads', {
      stage,
      encryptionKey: new DataKey(this, 'UploadsKey', { stage, description: 'Sources' }),
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'uploads/',
    });

    // By their ARNs: a bucket and a key that CDK knows to be in another stack would get policies that refer back to here.
    const destination = Bucket.fromBucketArn(this, 'ReplicaContent', replica.content.bucketArn);
    const kmsKey = Key.fromKeyArn(this, 'ReplicaContentKey', replica.contentKey.keyArn);
    this.content = new ContentBucket(this, 'Content', {
      stage,
      encryptionKey: new DataKey(this, 'ContentKey', { stage, description: 'Encoded films' }),
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

    const encryptionKey = new DataKey(this, 'TablesKey', { stage, description: 'Tables' });
    const createdAt = { name: 'createdAt', type: AttributeType.STRING };
    this.assets = new Records(this, 'Assets', {
      stage,
      encryptionKey,
      replica: { region: stage.replicaRegion, keyArn: replica.tablesKey.keyArn },
      indexes: [
        { name: 'byCreation', by: 'kind', sortedBy: createdAt },
        { name: 'byOwner', by: 'ownerId', sortedBy: createdAt },
      ],
    });
    this.jobs = new Records(this, 'Jobs', { stage, encryptionKey, timeToLiveAttribute: 'expiresAt' });
    this.sessions = new Records(this, 'Sessions', {
      stage,
      encryptionKey,
      indexes: [{ name: 'byUser', by: 'userId', sortedBy: { name: 'expiresAt', type: AttributeType.NUMBER } }],
      timeToLiveAttribute: 'expiresAt',
    });
    this.viewers = new Records(this, 'Viewers', { stage, encryptionKey, hasStream: true });
    this.activity = new Records(this, 'Activity', { stage, encryptionKey, timeToLiveAttribute: 'expiresAt' });
    this.rankings = new Records(this, 'Rankings', { stage, encryptionKey });

    this.lakeKey = new DataKey(this, 'LakeKey', { stage, description: 'The lake of interactions' });
    this.lake = new PrivateBucket(this, 'Lake', {
      stage,
      encryptionKey: this.lakeKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'lake/',
      lifecycleRules: [
        { id: 'results', prefix: 'results/', expiration: Duration.days(7) },
        { id: 'imports', prefix: 'imports/', expiration: Duration.days(30) },
        { id: 'failed', prefix: 'failed/', expiration: Duration.days(90) },
        {
          id: 'older',
          prefix: 'interactions/',
          // Queries ask for weeks; what is older is read seldom, and kept for comparison between years. S3 refuses a
          // transition that does not come before the expiration.
          ...(stage.protectData && {
            transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) }],
          }),
          expiration: Duration.days(stage.protectData ? 760 : 90),
        },
        { id: 'requests', prefix: 'edge/', expiration: Duration.days(stage.protectData ? 180 : 14) },
      ],
    });
    admitEdgeLogs(this.lake, this.lakeKey);
    // What Firehose could not write as rows is counted, for an alarm.
    this.lake.addMetric({ id: 'failed', prefix: 'failed/' });
    if (stage.drm?.keyProvider === 'own') this.contentKeys = new ContentKeys(this, 'ContentKeys', { stage });
  }
}
