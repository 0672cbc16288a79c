/** Whether a type of resource stores data. A missing type fails `npm run review`. */
export type Kind = 'store' | 'key' | 'log' | 'no data';

const stores = [
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::KeyValueStore',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Glue::Table',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Personalize::Dataset',
  'AWS::QuickSight::DataSet',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
];

/** Settings, permissions and code. Data pass through some of them, but none stores data. */
const withoutData = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Athena::WorkGroup',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::KeyGroup',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::PublicKey',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Budgets::Budget',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Events::Rule',
  'AWS::Glue::Database',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Logs::Delivery',
  'AWS::Logs::DeliveryDestination',
  'AWS::Logs::DeliverySource',
  'AWS::Logs::LogStream',
  'AWS::Logs::QueryDefinition',
  'AWS::MediaConvert::Queue',
  'AWS::Personalize::DatasetGroup',
  'AWS::Personalize::EventTracker',
  'AWS::Personalize::Filter',
  'AWS::Personalize::Schema',
  'AWS::QuickSight::Analysis',
  'AWS::QuickSight::Dashboard',
  'AWS::QuickSight::DataSource',
  'AWS::QuickSight::RefreshSchedule',
  'AWS::Route53::RecordSet',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::WAFv2::WebACL',
  'AWS::WAFv2::WebACLAssociation',
  'Custom::CanaryUser',
  'Custom::SigningKey',
  'Custom::Site',
];

const kinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(stores.map((type) => [type, 'store' as const])),
  ...Object.fromEntries(withoutData.map((type) => [type, 'no data' as const])),
  'AWS::KMS::Key': 'key',
  'AWS::Logs::LogGroup': 'log',
};

/** Throws for an unknown type. */
export function kindOf(type: string): Kind {
  const kind = kinds[type];
  if (!kind) throw new Error(`inventory: ${type} is missing in review/inventory/kinds.ts. Add whether it stores data`);
  return kind;
}
