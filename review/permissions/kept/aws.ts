import type { Kept } from '../keep';

/** Calls that only AWS makes, with a role or as a service, on servers that the laptop does not have. */
export const calledByAws: readonly Kept[] = [
  {
    holder: 'firehose.amazonaws.com',
    action: 'sts:AssumeRole',
    ground: 'aws',
    reason: "Firehose assumes the role of its stream; the laptop's acts as the role without asking STS.",
  },
  {
    holder: 'Api/RecommendationsRole',
    resource: 'arn:aws:personalize:*:campaign/*',
    ground: 'aws',
    reason:
      'The Service Authorization Reference lists only campaigns for GetRecommendations, but the API reference also lists recommenders. The grant is right under both readings (checks/permission-exceptions.ts).',
  },
  {
    holder: '*Role',
    action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ground: 'aws',
    reason:
      "Lambda and Firehose write logs with the role. The laptop writes them itself. Source: Lambda developer guide, 'Sending Lambda function logs to CloudWatch Logs'.",
  },
  {
    holder: '*Role',
    action: [
      ...['logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery'],
      ...[
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
    ],
    ground: 'aws',
    reason:
      "Step Functions sets up the delivery of a state machine's logs with its role. Source: Step Functions developer guide, 'Using CloudWatch Logs to log execution history', IAM policies for logging.",
  },
  {
    holder: '*Role',
    action: 'xray:*',
    ground: 'aws',
    reason:
      "Lambda and Step Functions send traces with the role. Source: X-Ray developer guide, 'AWS Lambda and AWS X-Ray'.",
  },
  {
    holder: '*Role',
    action: ['kms:Encrypt', 'kms:ReEncrypt*'],
    when: 'kms:ViaService = dynamodb.*',
    ground: 'aws',
    reason:
      "DynamoDB uses the table's key with the permissions of the writer, and re-encrypts when the key of a table changes. Source: DynamoDB developer guide, 'DynamoDB encryption at rest: usage notes'.",
  },
  {
    holder: 'Analytics/InteractionsRole',
    action: [
      ...['glue:GetTable', 'glue:GetTableVersion', 's3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:GetObject'],
      ...['s3:ListBucket', 's3:ListBucketMultipartUploads', 'kms:Decrypt'],
    ],
    ground: 'aws',
    reason:
      "Firehose reads the schema and writes in parts. Source: Firehose developer guide, 'Grant Firehose access to an Amazon S3 destination' and 'Grant Firehose access to AWS Glue for data format conversion'.",
  },
  {
    holder: ['Analytics/InteractionsRole', 'Api/EventsRole', 'Personalization/*'],
    action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    when: 'kms:ViaService = firehose.*',
    ground: 'aws',
    reason:
      "A delivery stream with a customer managed key encrypts its buffer. Source: Firehose developer guide, 'Server-side encryption with Direct PUT'.",
  },
  {
    holder: 'Analytics/InteractionsRole',
    resource: 'arn:aws:s3:::Lake/failed/*',
    ground: 'aws',
    reason: 'Firehose writes records there that it cannot convert. All interactions of the journeys fit the schema.',
  },
  {
    holder: ['Api/InsightsRole', 'Personalization/*Role'],
    action: ['glue:GetPartitions', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    resource: ['*:catalog', '*/results/*', '*/imports/*'],
    ground: 'aws',
    reason:
      "Athena lists partitions and writes large results in parts, with the permissions of the caller. Source: Athena user guide, 'Control access to Amazon S3 from Athena' and 'Configure access to databases and tables in the AWS Glue Data Catalog'.",
  },
  {
    holder: 'Personalization/*Role',
    action: 'athena:StopQueryExecution',
    ground: 'aws',
    reason:
      "Step Functions stops the query when an execution is stopped. Source: Step Functions developer guide, 'Run Athena queries with Step Functions', IAM policies.",
  },
  {
    holder: 'Personalization/DataRole',
    ground: 'aws',
    reason:
      "Personalize encrypts datasets and models with the role. Source: Personalize developer guide, 'Giving Amazon Personalize permission to use your AWS KMS key'.",
  },
  {
    holder: 'personalize.amazonaws.com',
    ground: 'aws',
    reason:
      "The service Personalize reads import files and uses the key. Its guide requires these statements in addition to those of the role. Source: Personalize developer guide, 'Giving Amazon Personalize access to Amazon S3 resources'.",
  },
  {
    holder: 'Personalization/LifecycleImportRole',
    action: 's3:ListBucket',
    ground: 'aws',
    reason:
      "Personalize lists a folder before an import. Source: Personalize developer guide, 'Giving Amazon Personalize access to Amazon S3 resources'.",
  },
  {
    holder: 'transcribe.amazonaws.com',
    ground: 'aws',
    reason:
      "Transcribe reads sound and writes transcripts as a service; the laptop does so with the permissions of the caller. Source: Transcribe developer guide, 'Identity and Access Management for Amazon Transcribe', cross-service confused deputy prevention.",
  },
  {
    holder: ['MediaPipeline/SpeechTranscribeRole', 'MediaPipeline/SpeechTranscriptionRole'],
    action: ['kms:DescribeKey', 'kms:Encrypt', 's3:AbortMultipartUpload'],
    when: '',
    ground: 'aws',
    reason:
      "Transcribe checks the key and writes long transcripts in parts, with the permissions of the caller or of the job's role. Source: Transcribe developer guide, 'Key management'.",
  },
  {
    holder: [
      ...['MediaPipeline/EncoderRole', 'MediaPipeline/InspectRole', 'MediaPipeline/SpeechTranscribeRole'],
      'MediaPipeline/SpeechTranscriptionRole',
    ],
    action: 's3:GetObjectVersion',
    ground: 'aws',
    reason:
      "AWS does not document which actions MediaConvert and Transcribe use to read sources; the role in MediaConvert's guide has s3:Get*. Source: MediaConvert user guide, 'Setting up IAM permissions'.",
  },
  {
    holder: 'MediaPipeline/EncoderRole',
    action: 's3:AbortMultipartUpload',
    ground: 'aws',
    reason: 'MediaConvert writes films in parts, and aborts the parts of a job that fails or is canceled.',
  },
  {
    holder: 'MediaPipeline/SpeechTranslateRole',
    action: 'comprehend:DetectDominantLanguage',
    ground: 'aws',
    reason:
      "Translate calls Comprehend with the permissions of the caller if the source language is 'auto'. Source: Translate API reference, TranslateText, SourceLanguageCode.",
  },
  {
    holder: 'Storage/ContentReplicationRole',
    action: [
      ...[
        'kms:GenerateDataKey*',
        'kms:ReEncrypt*',
        's3:GetObjectVersionTagging',
        's3:ObjectOwnerOverrideToBucketOwner',
      ],
      ...['s3:ReplicateDelete', 's3:ReplicateTags'],
    ],
    ground: 'aws',
    reason:
      "S3 replicates deletions and tags with the role. Source: S3 user guide, 'Setting up permissions for live replication'.",
  },
  {
    holder: 'MediaPipeline/SpeechTranscribeRole',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::StorageContent/work/*',
    ground: 'aws',
    reason:
      'The job reads extracted sound with its own role; the sources disagree on whether its start is checked with the permissions of the caller: docs/adr/0044.',
  },
  {
    holder: 'MediaPipeline/SpeechTranscribeRole',
    action: 'kms:Decrypt',
    when: '*StorageContent*',
    ground: 'aws',
    reason: 'As for the object that the key encrypts: docs/adr/0044.',
  },
  {
    holder: 's3.amazonaws.com',
    policy: ['Storage/UploadsReplicationRole', 'Storage/LakeReplicationRole'],
    ground: 'stage',
    reason: 'S3 assumes the roles of second copies in stages with `secondCopies`.',
  },
  {
    holder: ['Storage/UploadsReplicationRole', 'Storage/LakeReplicationRole'],
    ground: 'stage',
    reason:
      "S3 makes the second copies with the role, in stages with `secondCopies`; the laptop's stage has none, and uses the same grants of ContentReplicationRole. Source: S3 user guide, 'Setting up permissions for live replication'.",
  },
  {
    holder: 'logging.s3.amazonaws.com',
    ground: 'aws',
    reason:
      "S3 delivers access logs within hours; the laptop writes none. Source: S3 user guide, 'Enabling Amazon S3 server access logging', permissions for log delivery.",
  },
  {
    holder: 'delivery.logs.amazonaws.com',
    action: 'kms:Decrypt',
    ground: 'aws',
    reason:
      "CloudWatch Logs writes large log files in parts, for which S3 decrypts them. Source: CloudWatch Logs user guide, 'Logs sent to Amazon S3', server-side encryption.",
  },
  {
    holder: '*/*Role',
    action: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    resource: ['*:DeadLetters', '*:SessionSweepDeadLetters', '*:ReconcilerDeadLetters', '*:CanaryDeadLetters'],
    ground: 'aws',
    reason:
      "Lambda and EventBridge Scheduler send events that failed finally to the queue, with the role. Source: Lambda developer guide, 'Capturing records of Lambda asynchronous invocations'.",
  },
];
