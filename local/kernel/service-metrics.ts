interface Published {
  readonly names: readonly string[];
  /** The sets of dimensions under which each value is recorded. The first set has all of them. */
  readonly sets: readonly [readonly string[], ...(readonly string[])[]];
}

/**
 * The metrics of AWS's services that the laptop publishes, with the page that documents their names and dimensions. What
 * follows a namespace after a space distinguishes metrics that have other dimensions.
 * A test compares them with AWS's own data, where these have the metric.
 */
export const serviceMetrics = {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
  'AWS/ApiGateway': {
    names: ['Count', '4xx', '5xx', 'Latency'],
    sets: [['ApiId', 'Stage'], ['ApiId']],
  },
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
  'AWS/CloudFront': {
    names: ['Requests', 'BytesDownloaded', '4xxErrorRate', '5xxErrorRate', 'TotalErrorRate'],
    sets: [['DistributionId', 'Region']],
  },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
  'AWS/Events': {
    names: ['Invocations', 'FailedInvocations', 'InvocationsSentToDlq', 'InvocationsFailedToBeSentToDlq'],
    sets: [['RuleName']],
  },
  // https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
  'AWS/Firehose': {
    names: [
      ...['IncomingRecords', 'DeliveryToS3.Records', 'DeliveryToS3.Success', 'DeliveryToS3.DataFreshness'],
      'FailedConversion.Records',
    ],
    sets: [['DeliveryStreamName']],
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': {
    names: [
      'Invocations',
      'Errors',
      'Throttles',
      'Duration',
      'IteratorAge',
      'DeadLetterErrors',
      'DestinationDeliveryFailures',
    ],
    sets: [['FunctionName'], []],
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  'AWS/S3': {
    names: ['ReplicationLatency', 'OperationsPendingReplication', 'OperationsFailedReplication'],
    sets: [['SourceBucket', 'DestinationBucket', 'RuleId']],
  },
  'AWS/S3 requests': { names: ['PutRequests'], sets: [['BucketName', 'FilterId']] },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
  'AWS/SNS': {
    names: ['NumberOfMessagesPublished', 'NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed'],
    sets: [['TopicName']],
  },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': {
    names: [
      ...['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
      ...['ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
    ],
    sets: [['QueueName']],
  },
  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
  'AWS/States': {
    names: [
      ...['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'],
      'ExecutionTime',
    ],
    sets: [['StateMachineArn']],
  },
} as const satisfies Readonly<Record<string, Published>>;

type Metrics = typeof serviceMetrics;
type Family = keyof Metrics;

/** Values of one resource's metrics, measured at the same moment. */
export type Measured = {
  [F in Family]: {
    readonly region: string;
    readonly namespace: F;
    readonly dimensions: Readonly<Record<Metrics[F]['sets'][0][number], string>>;
    readonly values: Readonly<Partial<Record<Metrics[F]['names'][number], number>>>;
  };
}[Family];
