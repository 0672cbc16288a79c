import type { Arrow, End, Side } from './model';

const at = (of: string, side: Side, along = 0): End => ({ of, side, along });

/** Every arrow of the picture, with what in the templates shows that it is there. */
export const arrows: readonly Arrow[] = [
  {
    from: at('people', 'right', -311),
    to: at('uploads-bucket', 'left'),
    label: { text: 'parts, by presigned addresses', x: 238, y: 180 },
    evidence: { grant: 'Api/Uploads', action: 's3:PutObject', on: 'Storage/Uploads' },
  },
  {
    from: at('people', 'right', 36),
    to: at('edge', 'left', -16),
    evidence: { property: 'Delivery/Address', refersTo: 'Delivery/ScreenDistribution' },
  },
  {
    from: at('people', 'right', 308),
    to: at('users', 'left'),
    label: { text: 'sign in: code and PKCE', x: 240, y: 799 },
    evidence: { property: 'Delivery/ClientApp', refersTo: 'Auth/Users' },
  },
  {
    from: at('people', 'right', 400),
    to: at('quicksight', 'bottom'),
    label: { text: 'dashboard', x: 250, y: 895 },
    evidence: { property: 'Dashboard/Dashboard', contains: 'quicksight:DescribeDashboard' },
  },
  {
    from: at('edge', 'top', 42),
    to: at('replica-region', 'bottom', 42),
    dashed: true,
    label: { text: 'failover', x: 250, y: 363 },
    evidence: {
      all: [
        { property: 'Delivery/ScreenDistribution', refersTo: 'Replica/Content' },
        { property: 'Delivery/ScreenDistribution', contains: 'FailoverCriteria' },
      ],
    },
  },
  {
    from: at('edge', 'right', -132),
    to: at('origins', 'left', 37),
    evidence: {
      all: [
        { property: 'Delivery/ScreenDistribution', refersTo: 'Storage/Content' },
        { property: 'Delivery/ScreenDistribution', refersTo: 'Delivery/SignedManifests' },
        { property: 'Delivery/ScreenDistribution', refersTo: 'Delivery/Site' },
      ],
    },
  },
  {
    from: at('edge', 'right', 32),
    to: at('api', 'left'),
    evidence: { property: 'Delivery/ScreenDistribution', refersTo: 'Delivery/PublicApi' },
  },
  {
    from: at('playback', 'top'),
    to: at('edge', 'right', -49),
    bends: [503],
    dashed: true,
    label: { text: 'ended sessions', x: 600, y: 508 },
    evidence: {
      grant: 'Delivery/Playback',
      action: 'cloudfront-keyvaluestore:UpdateKeys',
      on: 'Delivery/EndedSessions',
    },
  },
  {
    from: at('uploads-bucket', 'right'),
    to: at('events', 'left'),
    dashed: true,
    evidence: {
      all: [
        { property: 'MediaPipeline/SourceUploaded', refersTo: 'Storage/Uploads' },
        { property: 'MediaPipeline/SourceUploaded', contains: 'Object Created' },
      ],
    },
  },
  {
    from: at('events', 'right'),
    to: at('ingest', 'left'),
    dashed: true,
    evidence: {
      all: [
        { property: 'MediaPipeline/SourceUploaded', refersTo: 'MediaPipeline/Ingest' },
        { property: 'MediaPipeline/JobChanged', refersTo: 'MediaPipeline/JobFinished' },
        { property: 'MediaPipeline/TranscriptionChanged', refersTo: 'MediaPipeline/JobFinished' },
      ],
    },
  },
  {
    from: at('ingest', 'right'),
    to: at('workflow', 'left', -121),
    dashed: true,
    evidence: {
      all: [
        { grant: 'MediaPipeline/Ingest', action: 'states:StartExecution', on: 'MediaPipeline/Workflow' },
        { grant: 'MediaPipeline/JobFinished', action: 'states:SendTaskSuccess', on: 'MediaPipeline/Workflow' },
      ],
    },
  },
  {
    from: at('captions', 'right'),
    to: at('transcribe', 'left'),
    evidence: { grant: 'MediaPipeline/SpeechTranscribe', action: 'transcribe:StartTranscriptionJob' },
  },
  {
    from: at('translate-function', 'right'),
    to: at('translate', 'left'),
    evidence: { grant: 'MediaPipeline/SpeechTranslate', action: 'translate:TranslateText' },
  },
  {
    from: at('dub', 'right'),
    to: at('polly', 'left'),
    evidence: { grant: 'MediaPipeline/SpeechDub', action: 'polly:SynthesizeSpeech' },
  },
  {
    from: at('transcode', 'right', -8),
    to: at('mediaconvert', 'left', -8),
    evidence: { grant: 'MediaPipeline/Transcode', action: 'mediaconvert:CreateJob', on: 'MediaPipeline/EncoderQueue' },
  },
  {
    from: at('mediaconvert', 'bottom'),
    to: at('key-provider', 'top'),
    label: { text: 'keys', x: 1236, y: 423 },
    evidence: { grant: 'MediaPipeline/Encoder', action: 'execute-api:Invoke' },
  },
  {
    from: at('transcribe', 'top'),
    to: at('events', 'top'),
    bends: [142],
    dashed: true,
    label: { text: 'job state changes, also of MediaConvert', x: 900, y: 146 },
    evidence: {
      all: [
        { property: 'MediaPipeline/TranscriptionChanged', contains: 'Transcribe Job State Change' },
        { property: 'MediaPipeline/JobChanged', contains: 'MediaConvert Job State Change' },
      ],
    },
  },
  {
    from: at('publish', 'left'),
    to: at('content', 'right', -6),
    bends: [668],
    label: { text: 'manifests', x: 620, y: 322 },
    evidence: { grant: 'MediaPipeline/Publish', action: 's3:PutObject', on: 'Storage/Content' },
  },
  {
    from: at('mediaconvert', 'left', 8),
    to: at('content', 'right', 8),
    bends: [1076, 476, 646],
    label: { text: 'renditions', x: 610, y: 358 },
    evidence: { grant: 'MediaPipeline/Encoder', action: 's3:PutObject', on: 'Storage/Content' },
  },
  {
    from: at('content', 'top'),
    to: at('replica-region', 'right', -16),
    label: { text: 'replication', x: 400, y: 263 },
    evidence: {
      all: [
        { property: 'Storage/Content', refersTo: 'Replica/Content' },
        { property: 'Storage/Content', contains: 'DeleteMarkerReplication' },
      ],
    },
  },
  {
    from: at('manifest', 'top'),
    to: at('content', 'bottom'),
    evidence: { grant: 'Delivery/SignedManifests', action: 's3:GetObject', on: 'Storage/Content' },
  },
  {
    from: at('api', 'right'),
    to: at('handlers', 'left', 17),
    evidence: {
      all: [
        { property: 'Api/UploadRoutes', refersTo: 'Api/Uploads' },
        { property: 'Api/AssetRoutes', refersTo: 'Api/Assets' },
        { property: 'Delivery/PlaybackRoutes', refersTo: 'Delivery/Playback' },
        { property: 'Api/RecommendationRoutes', refersTo: 'Api/Recommendations' },
        { property: 'Api/EventRoutes', refersTo: 'Api/Events' },
        { property: 'Api/MeRoutes', refersTo: 'Api/Me' },
        { property: 'Api/InsightRoutes', refersTo: 'Api/Insights' },
      ],
    },
  },
  {
    from: at('api', 'bottom'),
    to: at('authorizer', 'top'),
    evidence: { property: 'Delivery/PublicApiAuthorizer', refersTo: 'Delivery/AuthorizerFunction' },
  },
  {
    from: at('authorizer', 'bottom'),
    to: at('users', 'top'),
    evidence: { property: 'Delivery/AuthorizerFunction', refersTo: 'Auth/Users' },
  },
  {
    from: at('handlers', 'bottom', -408),
    to: at('tables', 'top'),
    evidence: { grant: 'Api/Uploads', action: 'dynamodb:PutItem', on: 'Storage/Assets' },
  },
  {
    from: at('tables', 'right'),
    to: at('sync', 'left'),
    dashed: true,
    evidence: { property: 'Personalization/SyncHandlerFunctionDynamoDBEventSource', refersTo: 'Storage/Assets' },
  },
  {
    from: at('sync', 'right'),
    to: at('personalize', 'left'),
    evidence: { grant: 'Personalization/Sync', action: 'personalize:PutItems', on: 'Personalization/Data' },
  },
  {
    from: at('recommendations', 'bottom'),
    to: at('personalize', 'top'),
    label: { text: 'requests', x: 1040, y: 692 },
    evidence: { grant: 'Api/Recommendations', action: 'personalize:GetRecommendations' },
  },
  {
    from: at('interactions', 'bottom', -45),
    to: at('personalize', 'top', 40),
    bends: [630],
    label: { text: 'live events', x: 1094, y: 718 },
    evidence: { grant: 'Api/Events', action: 'personalize:PutEvents' },
  },
  {
    from: at('interactions', 'bottom', 11),
    to: at('firehose', 'top'),
    evidence: { grant: 'Api/Events', action: 'firehose:PutRecordBatch', on: 'Analytics/InteractionsStream' },
  },
  {
    from: at('firehose', 'bottom'),
    to: at('lake', 'top'),
    evidence: { property: 'Analytics/InteractionsStream', refersTo: 'Storage/Lake' },
  },
  {
    from: at('edge-logs', 'top'),
    to: at('lake', 'bottom'),
    evidence: { property: 'EdgeLogs/EdgeLogsDestination', refersTo: 'Storage/Lake' },
  },
  {
    from: at('lake', 'left'),
    to: at('lifecycle', 'right'),
    bends: [1155],
    evidence: { grant: 'Personalization/LifecycleImport', action: 's3:GetObject', on: 'Storage/Lake' },
  },
  {
    from: at('lifecycle', 'top'),
    to: at('personalize', 'bottom'),
    label: { text: 'import, train, stop', x: 1047, y: 810 },
    evidence: {
      all: [
        {
          grant: 'Personalization/Lifecycle',
          action: 'personalize:CreateDatasetImportJob',
          on: 'Personalization/Data',
        },
        { grant: 'Personalization/Lifecycle', action: 'personalize:CreateRecommender' },
        { grant: 'Personalization/Lifecycle', action: 'personalize:StopRecommender' },
      ],
    },
  },
  {
    from: at('lake', 'right'),
    to: at('athena', 'left'),
    evidence: { grant: 'Api/Insights', action: 's3:GetObject', on: 'Storage/Lake' },
  },
  {
    from: at('insights', 'bottom'),
    to: at('athena', 'top'),
    evidence: { grant: 'Api/Insights', action: 'athena:StartQueryExecution' },
  },
  {
    from: at('athena', 'bottom'),
    to: at('quicksight', 'top'),
    evidence: { grant: 'Dashboard/Dashboard', action: 'athena:StartQueryExecution' },
  },
];
