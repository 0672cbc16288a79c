/**
 * Keyed by the name in `aws-sdk:{name}`: the service's id in this runtime, and the prefix of its errors. The names are
 * those of the AWS SDK for Java 2. Source: Step Functions developer guide, "Supported AWS SDK service integrations".
 */
export const sdkServices: Readonly<Record<string, readonly [service: string, errorPrefix: string]>> = {
  cloudfront: ['cloudfront', 'CloudFront'],
  cloudfrontkeyvaluestore: ['cloudfront-keyvaluestore', 'CloudFrontKeyValueStore'],
  cloudwatch: ['cloudwatch', 'CloudWatch'],
  cloudwatchlogs: ['logs', 'CloudWatchLogs'],
  cognitoidentityprovider: ['cognito-idp', 'CognitoIdentityProvider'],
  dynamodb: ['dynamodb', 'DynamoDb'],
  eventbridge: ['events', 'EventBridge'],
  firehose: ['firehose', 'Firehose'],
  glue: ['glue', 'Glue'],
  athena: ['athena', 'Athena'],
  kms: ['kms', 'Kms'],
  lambda: ['lambda', 'Lambda'],
  mediaconvert: ['mediaconvert', 'MediaConvert'],
  personalize: ['personalize', 'Personalize'],
  personalizeevents: ['personalize-events', 'PersonalizeEvents'],
  personalizeruntime: ['personalize-runtime', 'PersonalizeRuntime'],
  polly: ['polly', 'Polly'],
  s3: ['s3', 'S3'],
  scheduler: ['scheduler', 'Scheduler'],
  secretsmanager: ['secretsmanager', 'SecretsManager'],
  sfn: ['states', 'Sfn'],
  sns: ['sns', 'Sns'],
  sqs: ['sqs', 'Sqs'],
  ssm: ['ssm', 'Ssm'],
  sts: ['sts', 'Sts'],
  transcribe: ['transcribe', 'Transcribe'],
  translate: ['translate', 'Translate'],
};

/** Services whose members are in camelCase in the JavaScript SDK. Step Functions uses PascalCase for all services. */
export const camelCaseServices: readonly string[] = [
  'states',
  'logs',
  'personalize',
  'personalize-events',
  'personalize-runtime',
];
