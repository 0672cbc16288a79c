import type { Box } from '../model';
import { s3, service } from './icons';

/** Boxes that all parts use. */
export const operations: readonly Box[] = [
  {
    id: 'keys',
    icon: service('AWSKeyManagementService'),
    name: 'AWS KMS',
    detail: ['films; all other data'],
    constructs: ['Storage/ContentKey', 'Storage/DataKey', 'EdgeMonitoring/Key'],
    types: ['KMS::Key'],
    place: { card: { x: 1362, y: 176, width: 192 } },
  },
  {
    id: 'secrets',
    icon: service('AWSSecretsManager'),
    name: 'Secrets Manager',
    detail: ['signing, origin keys'],
    constructs: ['Delivery/SigningKeys', 'Delivery/OriginKeys'],
    types: ['SecretsManager::Secret', 'Lambda::Function', 'Custom::SigningKey'],
    place: { card: { x: 1362, y: 232, width: 192 } },
  },
  {
    id: 'monitoring',
    icon: service('AmazonCloudWatch'),
    name: 'CloudWatch, X-Ray',
    detail: ['logs, alarms, traces'],
    everywhere: [
      'Budgets::Budget',
      'CloudWatch::Alarm',
      'CloudWatch::CompositeAlarm',
      'CloudWatch::Dashboard',
      'Logs::LogGroup',
      'Logs::QueryDefinition',
    ],
    evidence: { grant: 'MediaPipeline/Workflow', action: 'xray:PutTraceSegments' },
    place: { card: { x: 1362, y: 288, width: 192 } },
  },
  {
    id: 'failures',
    icon: service('AmazonSimpleNotificationService'),
    name: 'Amazon SNS',
    detail: ['failed films; alarms'],
    constructs: ['MediaPipeline/Failures', 'Monitoring/Alarms', 'EdgeMonitoring/Alarms', 'ReplicaMonitoring/Alarms'],
    types: ['SNS::Topic'],
    place: { card: { x: 1362, y: 344, width: 192 } },
  },
  {
    id: 'dead-letters',
    icon: service('AmazonSimpleQueueService'),
    name: 'Amazon SQS, S3',
    detail: ['dead letters'],
    constructs: ['MediaPipeline/DeadLetters', 'Personalization/DeadLetters', 'Storage/FailedRecords'],
    types: ['SQS::Queue', 'S3::Bucket'],
    place: { card: { x: 1362, y: 400, width: 192 } },
  },
  {
    id: 'access-logs',
    icon: s3,
    name: 'Amazon S3',
    detail: ['access logs'],
    constructs: ['Storage/AccessLog', 'Delivery/AccessLog'],
    types: ['S3::Bucket'],
    place: { card: { x: 1362, y: 456, width: 192 } },
  },
];
