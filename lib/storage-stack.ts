import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket, type ReplicationRule, ReplicationTimeValue } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { pseudonymIndex } from '../lambda/shared/pseudonym-index';
import type { RecordTableName } from './config';
import { AccessLog } from './constructs/access-log';
import { ContentBucket } from './constructs/content-bucket';
import { ContentKeys } from './constructs/content-keys';
import { DataKey } from './constructs/data-key';
import { DeletionLists } from './constructs/deletion-lists';
import { FailedRecords } from './constructs/failed-records';
import { LakeBucket } from './constructs/lake/lake-bucket';
import type { PrivateBucket } from './constructs/private-bucket';
import { RecordTable } from './constructs/record-table';
import { copiedPrefixes } from './constructs/second-copies';
import { SourceBucket } from './constructs/source-bucket';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { ReplicaStack } from './replica-stack';

export interface StorageStackProps extends OmniStreamStackProps {
  readonly replica: ReplicaStack;
}

/** All data that must not be lost: sources, encoded films, records, and interactions. */
export class StorageStack extends OmniStreamStack {
  readonly uploads: SourceBucket;
  readonly content: ContentBucket;
  /** The rule that replicates films. */
  readonly replicationRuleId = 'assets';
  /** Records of assets. */
  readonly assets: RecordTable;
  /** Records of jobs in other services, and of events, by id. */
  readonly jobs: RecordTable;
  /** Playback sessions. */
  readonly sessions: RecordTable;
  /** The lake of interactions and of what is computed from them. */
  readonly lake: PrivateBucket;
  /** Changes of tables that their functions could not process. */
  readonly failedRecords: FailedRecords;
  /** Lists of the users that Personalize is to delete. */
  readonly deletionLists: DeletionLists;
  /** Settings of viewers, with a stream of changes. */
  readonly viewers: RecordTable;
  /** Recent activity of each viewer: ids of events, and progress in films. */
  readonly activity: RecordTable;
  /** What creators use: a row for each creator and day, and one for each creator's open uploads. */
  readonly usage: RecordTable;
  /** Rankings of titles that are the same for all viewers. */
  readonly rankings: RecordTable;
  /** Erasures of assets and viewers; those that ended are certificates. */
  readonly erasures: RecordTable;
  /** Encrypts all data except sources and films. */
  readonly dataKey: Key;
  /** Set only when the stage runs its own key provider. */
  readonly contentKeys: ContentKeys | undefined;

  constructor(scope: Construct, props: StorageStackProps) {
    super(scope, props, { part: 'Storage', description: 'OmniStream: sources, films and records', stateful: true });
    const { stage, replica } = props;
    const serverAccessLogsBucket = new AccessLog(this, 'AccessLog', { stage });
    const contentKey = new DataKey(this, 'ContentKey', { stage, description: 'Sources, films and their keys' });
    this.dataKey = new DataKey(this, 'DataKey', { stage, description: 'Records, the lake, and secrets' });

    // Imported by ARN: if CDK knew that bucket and key are in another stack, their policies would refer back to this
    // one.
    const kmsDataKey = Key.fromKeyArn(this, 'ReplicaDataKey', replica.dataKey.keyArn);
    const secondCopy = (name: 'uploads' | 'lake', kms: IKey): { replicationRules?: ReplicationRule[] } => {
      if (!replica.copies) return {};
      const copy = Bucket.fromBucketArn(this, `Replica${name}`, replica.copies[name].bucketArn);
      return { replicationRules: [replicationRule(name, copiedPrefixes[name], copy, kms)] };
    };
    const destination = Bucket.fromBucketArn(this, 'ReplicaContent', replica.content.bucketArn);
    const kmsKey = Key.fromKeyArn(this, 'ReplicaContentKey', replica.contentKey.keyArn);
    this.uploads = new SourceBucket(this, 'Uploads', {
      stage,
      encryptionKey: contentKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'uploads/',
      ...secondCopy('uploads', kmsKey),
    });
    this.content = new ContentBucket(this, 'Content', {
      stage,
      encryptionKey: contentKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'content/',
      replicationRules: [
        {
          // The ids of all assets begin so, and nothing below `work/` does. Delivery uses the replica when the first bucket
          // responds 404, so a deleted film must be deleted there as well.
          ...replicationRule(this.replicationRuleId, 'a', destination, kmsKey),
          deleteMarkerReplication: true,
          // For the alarms. Without replication time control, S3 has no event threshold, and CDK leaves it out.
          metrics: ReplicationTimeValue.FIFTEEN_MINUTES,
        },
      ],
    });

    const encryptionKey = this.dataKey;
    const idOf = (name: RecordTableName) =>
      `${name.charAt(0).toUpperCase()}${name.slice(1)}${stage.replacedTables?.[name] ?? ''}`;
    const createdAt = { name: 'createdAt', type: AttributeType.STRING };
    const publishedAt = { name: 'publishedAt', type: AttributeType.STRING };
    this.assets = new RecordTable(this, idOf('assets'), {
      stage,
      encryptionKey,
      replica: { region: stage.replicaRegion, keyArn: replica.dataKey.keyArn },
      indexes: [
        { name: 'byCreation', by: 'kind', sortedBy: createdAt },
        { name: 'byOwner', by: 'ownerId', sortedBy: createdAt },
        // Rows enter these once they have their attributes. DynamoDB adds one index per update of a table, so that the
        // indexes of all lists exist from the first deployment on (docs/adr/0025).
        { name: 'byPublication', by: 'catalogue', sortedBy: publishedAt },
        { name: 'byGenre', by: 'genre', sortedBy: publishedAt },
        { name: 'byOwnerAndStatus', by: 'ownerStatus', sortedBy: createdAt },
      ],
    });
    this.jobs = new RecordTable(this, idOf('jobs'), { stage, encryptionKey, timeToLiveAttribute: 'expiresAt' });
    this.sessions = new RecordTable(this, idOf('sessions'), {
      stage,
      encryptionKey,
      indexes: [{ name: 'byUser', by: 'userId', sortedBy: { name: 'expiresAt', type: AttributeType.NUMBER } }],
      timeToLiveAttribute: 'expiresAt',
    });
    this.viewers = new RecordTable(this, idOf('viewers'), {
      stage,
      encryptionKey,
      indexes: [{ name: pseudonymIndex, by: 'pseudonym', keysOnly: true }],
      hasStream: true,
    });
    this.activity = new RecordTable(this, idOf('activity'), { stage, encryptionKey, timeToLiveAttribute: 'expiresAt' });
    this.usage = new RecordTable(this, idOf('usage'), { stage, encryptionKey, timeToLiveAttribute: 'expiresAt' });
    this.rankings = new RecordTable(this, idOf('rankings'), { stage, encryptionKey });
    this.erasures = new RecordTable(this, idOf('erasures'), { stage, encryptionKey });

    this.lake = new LakeBucket(this, 'Lake', {
      stage,
      encryptionKey: this.dataKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'lake/',
      ...secondCopy('lake', kmsDataKey),
    });
    this.failedRecords = new FailedRecords(this, 'FailedRecords', {
      stage,
      encryptionKey: this.dataKey,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'failed-records/',
    });
    this.deletionLists = new DeletionLists(this, 'DeletionLists', {
      stage,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'deletion-lists/',
    });
    if (stage.drm?.keyProvider === 'own') {
      // By its ARN: CDK would have the key's policy name a principal of this stack.
      const replicaKey = Key.fromKeyArn(this, 'ReplicaSecretKey', replica.contentKey.keyArn);
      this.contentKeys = new ContentKeys(this, 'ContentKeys', { stage, encryptionKey: contentKey, replicaKey });
    }
  }
}

/** Copies encrypted objects below a prefix. Deletions are not copied, so that one by mistake leaves the copy. */
function replicationRule(id: string, prefix: string, destination: IBucket, kmsKey: IKey): ReplicationRule {
  return {
    ...{ id, priority: 1, filter: { prefix }, destination, kmsKey },
    ...{ sseKmsEncryptedObjects: true, deleteMarkerReplication: false },
  };
}
