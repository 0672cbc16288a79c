import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { PersonalizeClient } from '@aws-sdk/client-personalize';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { perRegion } from '../per-region';
import type { ResourceKind } from './resource';
import { buckets } from './resources/bucket';
import { datasetGroups, datasets } from './resources/dataset-group';
import { keys, logGroups, queues, secrets } from './resources/left-behind';
import { tables } from './resources/table';
import { userPools } from './resources/user-pool';
import { encoderQueues, schedules, stateMachines } from './resources/work-in-progress';

/**
 * The types that need more than the deletion of their stack, in the order in which they are prepared and removed: first
 * resources that start work, then resources that work, then resources with data, and last the keys that encrypt the data.
 */
export function resourceKinds(): Readonly<Record<string, ResourceKind>> {
  const personalize = perRegion(PersonalizeClient);
  const table = tables(perRegion(DynamoDBClient));
  return {
    'AWS::Scheduler::Schedule': schedules(perRegion(SchedulerClient)),
    'AWS::StepFunctions::StateMachine': stateMachines(perRegion(SFNClient)),
    'AWS::MediaConvert::Queue': encoderQueues(perRegion(MediaConvertClient)),
    'AWS::Personalize::DatasetGroup': datasetGroups(personalize),
    'AWS::Personalize::Dataset': datasets(personalize),
    'AWS::Cognito::UserPool': userPools(perRegion(CognitoIdentityProviderClient)),
    'AWS::S3::Bucket': buckets(perRegion(S3Client)),
    'AWS::DynamoDB::GlobalTable': table,
    'AWS::DynamoDB::Table': table,
    'AWS::SQS::Queue': queues(perRegion(SQSClient)),
    'AWS::SecretsManager::Secret': secrets(perRegion(SecretsManagerClient)),
    'AWS::Logs::LogGroup': logGroups(perRegion(CloudWatchLogsClient)),
    'AWS::KMS::Key': keys(perRegion(KMSClient)),
  };
}
