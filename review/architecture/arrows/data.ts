import type { Arrow } from '../model';
import { at } from './at';

/** From the API to tables, recommendations, the lake and its reports. */
export const data: readonly Arrow[] = [
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
