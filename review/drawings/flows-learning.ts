import { encryptedBy, own, tlsOnly } from './flow-evidence';
import type { Flow } from './flows';

/** Viewer events: storage, training and reports. */
export const learning: readonly Flow[] = [
  {
    ...{ from: 'admin', to: 'reports', data: 'questions, dashboards', by: 'QuickSight user' },
    protection: 'TLS; QuickSight uses a role that can access only the lake',
    evidence: [
      {
        of: 'Dashboard.DashboardSource',
        has: { Type: 'ATHENA', DataSourceParameters: { AthenaParameters: { RoleArn: /DashboardRole/ } } },
      },
    ],
  },
  {
    ...{ from: 'cloudfront', to: 'lake', data: 'access logs', by: 'delivery.logs' },
    protection: 'TLS; for log deliveries of this account; encrypted with DataKey',
    evidence: [
      { who: 'delivery.logs', may: 's3:PutObject', on: 'Storage.Lake/edge/*', under: 'aws:SourceAccount' },
      encryptedBy('Storage.Lake', 'DataKey'),
    ],
  },
  {
    ...{ from: 'handlers', to: 'firehose', data: 'what viewers do', by: own },
    protection: 'TLS; encrypted with DataKey in the buffer',
    evidence: [
      { who: 'Events', may: 'firehose:PutRecordBatch', on: 'Analytics.InteractionsStream' },
      {
        of: 'Analytics.InteractionsStream',
        has: { DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK' } },
      },
    ],
  },
  {
    ...{ from: 'handlers', to: 'personalize', data: 'live events, user ids', by: own },
    protection: 'TLS; encrypted with DataKey',
    evidence: [
      { who: 'Events', may: 'personalize:PutEvents' },
      { who: 'Recommendations', may: 'personalize:GetRecommendations' },
      { of: 'Personalization.DataGeneration1Group', has: { KmsKeyArn: /DataKey/ } },
    ],
  },
  {
    ...{ from: 'tables', to: 'sync', data: 'titles, viewers', by: 'stream' },
    protection: 'TLS; only viewers who did not opt out',
    evidence: [
      { who: 'SyncHandler', may: 'dynamodb:GetRecords', on: 'Storage.Viewers/stream/label' },
      {
        of: 'Personalization.SyncHandlerFunctionDynamoDBEventSourceOmniStreamreviewStorageViewersDDB5261D',
        has: { FilterCriteria: { Filters: [{ Pattern: /"personalised":.*true/ }] } },
      },
    ],
  },
  {
    ...{ from: 'sync', to: 'personalize', data: 'titles, viewers', by: own },
    protection: 'TLS; encrypted with DataKey',
    evidence: [
      { who: 'SyncHandler', may: 'personalize:PutItems' },
      { who: 'SyncHandler', may: 'personalize:PutUsers' },
    ],
  },
  {
    ...{ from: 'firehose', to: 'lake', data: 'interactions', by: 'passed role' },
    protection: 'TLS; encrypted with DataKey',
    evidence: [
      { who: 'firehose, by InteractionsRole', may: 's3:PutObject', on: 'Storage.Lake/interactions/*' },
      tlsOnly('Storage.LakePolicy'),
    ],
  },
  {
    ...{ from: 'lake', to: 'personalize', data: 'interactions', by: 'passed role' },
    protection: 'TLS; only below imports/',
    evidence: [{ who: 'personalize, by LifecycleImportRole', may: 's3:GetObject', on: 'Storage.Lake/imports/*' }],
  },
  {
    ...{ from: 'lake', to: 'reports', data: 'interactions, logs', by: 'role of the asker' },
    protection: 'TLS; results encrypted with DataKey',
    evidence: [
      { who: 'Insights', may: 's3:GetObject', on: 'Storage.Lake/interactions/*' },
      { who: 'quicksight, by DashboardRole', may: 's3:GetObject', on: 'Storage.Lake/interactions/*' },
      {
        of: 'Analytics.LakeQueriesWorkgroup',
        has: {
          WorkGroupConfiguration: {
            EnforceWorkGroupConfiguration: true,
            ResultConfiguration: {
              EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: /key\/Storage.DataKey/ },
            },
          },
        },
      },
    ],
  },
];
