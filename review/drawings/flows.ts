import type { Evidence } from './evidence';

/** A zone that data can enter only after a check of a token, a signature or a policy. */
export interface Boundary {
  readonly id: string;
  readonly title: string;
  /** The surrounding boundary. @default - none */
  readonly inside?: string;
}

export interface Party {
  readonly id: string;
  readonly title: string;
  readonly kind: 'person' | 'outsider' | 'process' | 'store';
  readonly boundary: string;
  readonly detail?: string;
  /** Stores, functions and state machines of the templates that the party represents: `Storage.Uploads`. */
  readonly stands: readonly string[];
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  /** The data, in a few words. */
  readonly data: string;
  /** How the receiver identifies the sender. */
  readonly by: string;
  /** The protection in transit and at rest. */
  readonly protection: string;
  readonly evidence: readonly Evidence[];
}

export const boundaries = [
  { id: 'internet', title: 'Internet: not trusted' },
  { id: 'company', title: 'Another company' },
  { id: 'edge', title: 'Edge: all regions of CloudFront' },
  { id: 'region', title: 'Account of the stage, first region' },
  { id: 'api', title: 'API: callers are known', inside: 'region' },
  { id: 'pipeline', title: 'Pipeline: started by events', inside: 'region' },
  { id: 'data', title: 'Data: encrypted by own keys', inside: 'region' },
  { id: 'services', title: 'Managed services of AWS', inside: 'region' },
  { id: 'replica', title: 'Second region' },
] as const satisfies readonly Boundary[];

export type BoundaryId = (typeof boundaries)[number]['id'];

const of = (stack: string, ...names: readonly string[]) => names.map((name) => `${stack}.${name}`);

const nothing = { stands: [] } as const;

export const parties: readonly Party[] = [
  { id: 'creator', title: 'Creator', kind: 'person', boundary: 'internet', ...nothing },
  { id: 'viewer', title: 'Viewer', kind: 'person', boundary: 'internet', ...nothing },
  { id: 'admin', title: 'Admin', kind: 'person', boundary: 'internet', ...nothing },
  { id: 'keys', title: 'Key provider', kind: 'outsider', boundary: 'company', ...nothing },
  {
    ...{ id: 'cloudfront', title: 'CloudFront', detail: 'web ACL, function', kind: 'process', boundary: 'edge' },
    stands: of('Delivery', 'EndedSessions', 'OriginKeysValue1', 'OriginKeysValue2'),
  },
  { id: 'cognito', title: 'User pool', kind: 'process', boundary: 'api', stands: of('Auth', 'PreToken') },
  {
    ...{ id: 'gateway', title: 'API Gateway', detail: 'authorizer', kind: 'process', boundary: 'api' },
    stands: of('Delivery', 'Authorizer'),
  },
  {
    ...{ id: 'handlers', title: 'Handlers', detail: 'Uploads, Assets, Me, …', kind: 'process', boundary: 'api' },
    stands: [
      ...of('Api', 'Uploads', 'Assets', 'Insights', 'Events', 'Me', 'Recommendations'),
      ...of('Erasure', 'Erasures'),
    ],
  },
  {
    id: 'playback',
    title: 'Playback',
    kind: 'process',
    boundary: 'api',
    stands: of('Delivery', 'Playback', 'SessionSweep'),
  },
  {
    ...{ id: 'manifests', title: 'SignedManifests', kind: 'process', boundary: 'api' },
    stands: of('Delivery', 'SignedManifestsMaker'),
  },
  {
    ...{ id: 'ingest', title: 'Ingest', kind: 'process', boundary: 'pipeline' },
    stands: of('MediaPipeline', 'Ingest'),
  },
  {
    ...{ id: 'workflow', title: 'Workflow', detail: 'and its functions', kind: 'process', boundary: 'pipeline' },
    stands: [
      ...of(
        'MediaPipeline',
        'Workflow',
        'Inspect',
        'Budget',
        'PlanLadder',
        'Transcode',
        'Publish',
        'Fail',
        'JobFinished',
      ),
      ...of('MediaPipeline', 'ReconcilerReconcile'),
      ...of('MediaPipeline', 'SpeechExtractSound', 'SpeechTranscribe', 'SpeechCaptions', 'SpeechTranslate'),
      ...of('MediaPipeline', 'SpeechDub', 'SpeechTranscodeDub'),
    ],
  },
  {
    ...{ id: 'sync', title: 'SyncHandler', detail: 'and Lifecycle', kind: 'process', boundary: 'pipeline' },
    stands: of(
      'Personalization',
      'SyncHandler',
      'Lifecycle',
      'LifecycleImportFile',
      'LifecycleLoad',
      'Popularity',
      'PopularityNews',
    ),
  },
  {
    ...{ id: 'erasure', title: 'Erasure', detail: 'of assets and viewers', kind: 'process', boundary: 'pipeline' },
    stands: of('Erasure', 'EraseAsset', 'EraseViewer', 'EraseAssetStep', 'EraseViewerStep', 'Resume'),
  },
  {
    ...{ id: 'uploads', title: 'Uploads', detail: 'bucket', kind: 'store', boundary: 'data' },
    stands: of('Storage', 'Uploads'),
  },
  {
    ...{ id: 'tables', title: 'Tables', detail: 'of DynamoDB', kind: 'store', boundary: 'data' },
    stands: of('Storage', 'Assets', 'Jobs', 'Sessions', 'Viewers', 'Activity', 'Rankings', 'Usage', 'Erasures'),
  },
  {
    ...{ id: 'content', title: 'Content', detail: 'bucket', kind: 'store', boundary: 'data' },
    stands: of('Storage', 'Content'),
  },
  {
    ...{ id: 'secrets', title: 'SigningKeys', detail: 'secrets', kind: 'store', boundary: 'data' },
    stands: of('Delivery', 'SigningKeysSecret1', 'SigningKeysSecret2', 'SigningKeysMaker'),
  },
  {
    ...{ id: 'site', title: 'SiteBucket', detail: 'the page', kind: 'store', boundary: 'data' },
    stands: of('Delivery', 'SiteBucket', 'SitePublisher'),
  },
  {
    ...{ id: 'lake', title: 'Lake', detail: 'bucket', kind: 'store', boundary: 'data' },
    stands: of('Storage', 'Lake'),
  },
  { id: 'mediaconvert', title: 'MediaConvert', kind: 'process', boundary: 'services', ...nothing },
  {
    ...{ id: 'speech', title: 'Speech', detail: 'Transcribe, Translate, Polly', kind: 'process', boundary: 'services' },
    ...nothing,
  },
  {
    ...{ id: 'firehose', title: 'Firehose', kind: 'process', boundary: 'services' },
    stands: of('Analytics', 'InteractionsStream'),
  },
  {
    ...{ id: 'personalize', title: 'Personalize', kind: 'process', boundary: 'services' },
    stands: of('Personalization', 'Personalize'),
  },
  { id: 'reports', title: 'Athena, QuickSight', kind: 'process', boundary: 'services', ...nothing },
  {
    ...{ id: 'copies', title: 'Content (Replica)', detail: 'bucket', kind: 'store', boundary: 'replica' },
    stands: of('Replica', 'Content'),
  },
  { id: 'records', title: 'Assets', detail: "table's copy", kind: 'store', boundary: 'replica', ...nothing },
];

/** Stores that are not in the drawings, with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  'Storage.AccessLog': 'logs of requests to the buckets; only S3 writes there',
  'Replica.AccessLog': 'logs of requests to the buckets; only S3 writes there',
  'Replica.CopyUploads': 'the second copy of the sources; S3 writes there, and only an operator reads it',
  'Replica.CopyLake': 'the second copy of the interactions; S3 writes there, and only an operator reads it',
  'Delivery.AccessLog': 'logs of requests to the buckets; only S3 writes there',
  'MediaPipeline.Failures': 'notifies operators that an asset failed',
  'Monitoring.AlarmsTopic': 'notifies operators of alarms',
  'Monitoring.CanaryRun': 'a user of the stage: its flows are those of creators and viewers',
  'Monitoring.CanaryCredentials': 'name and password of that user; only the function reads it',
  'Monitoring.CanaryUserMaker': 'creates that user with a random password at a deployment',
  'Monitoring.CanaryDeadLetters': 'starts of a schedule that failed',
  'EdgeMonitoring.AlarmsTopic': 'notifies operators of alarms',
  'ReplicaMonitoring.AlarmsTopic': 'notifies operators of alarms',
  'EdgeMonitoring.Key': 'a key, of the notices of alarms',
  'MediaPipeline.DeadLetters': 'events that no function could process',
  'Personalization.DeadLetters': 'starts of a schedule that failed',
  'MediaPipeline.ReconcilerDeadLetters': 'starts of a schedule that failed',
  'Erasure.DeadLetters': 'starts of a schedule that failed',
  'Storage.DeletionLists': 'lists of users for data deletion jobs, which remain for some minutes',
  'Storage.FailedRecords': 'changes of tables that no function could process',
  'Delivery.SessionSweepDeadLetters': 'starts of a schedule that failed',
  'Storage.ContentKey': 'a key, listed in the protection of each flow',
  'Storage.DataKey': 'a key, listed in the protection of each flow',
  'Replica.ContentKey': 'a key, listed in the protection of each flow',
  'Replica.DataKey': 'a key, listed in the protection of each flow',
};
