import { createHash } from 'node:crypto';
import { type CfnOutput, CfnResource, type Stack } from 'aws-cdk-lib';

/**
 * The properties that decide the values of references between stacks, by resource type: those whose change replaces the
 * resource, and for single attributes those that change the attribute in place. A test compares them with CloudFormation's
 * schemas.
 */
export const decidingProperties: Readonly<Record<string, Deciding>> = {
  'AWS::ApiGatewayV2::Api': { replacing: ['ProtocolType'] },
  'AWS::ApiGatewayV2::Authorizer': { replacing: ['ApiId'] },
  'AWS::CertificateManager::Certificate': {
    replacing: [
      'CertificateAuthorityArn',
      'CertificateExport',
      'DomainName',
      'DomainValidationOptions',
      'KeyAlgorithm',
      'SubjectAlternativeNames',
      'ValidationMethod',
    ],
  },
  'AWS::CloudFront::Distribution': { replacing: [] },
  'AWS::CloudFront::KeyValueStore': { replacing: ['Name'] },
  'AWS::Cognito::UserPool': { replacing: [] },
  'AWS::Cognito::UserPoolDomain': { replacing: ['Domain', 'UserPoolId'] },
  'AWS::DynamoDB::GlobalTable': {
    replacing: ['KeySchema', 'LocalSecondaryIndexes', 'TableName'],
    // A stream that is turned off and on again has another ARN.
    inPlace: { StreamArn: ['StreamSpecification'] },
  },
  'AWS::IAM::Role': { replacing: ['Path', 'RoleName'] },
  'AWS::KinesisFirehose::DeliveryStream': {
    replacing: [
      'DatabaseSourceConfiguration',
      'DeliveryStreamName',
      'DeliveryStreamType',
      'DirectPutSourceConfiguration',
      'KinesisStreamSourceConfiguration',
      'MSKSourceConfiguration',
    ],
  },
  'AWS::KMS::Key': { replacing: [] },
  'AWS::Lambda::Function': { replacing: ['FunctionName', 'PackageType', 'TenancyConfig'] },
  'AWS::Logs::LogGroup': { replacing: ['LogGroupName'] },
  'AWS::MediaConvert::Queue': { replacing: ['Name'] },
  'AWS::Personalize::DatasetGroup': { replacing: ['Domain', 'KmsKeyArn', 'Name', 'RoleArn', 'Tags'] },
  'AWS::Personalize::EventTracker': { replacing: ['DatasetGroupArn', 'Name'] },
  'AWS::S3::Bucket': { replacing: ['BucketName', 'BucketNamePrefix', 'BucketNamespace', 'ObjectLockEnabled'] },
  'AWS::SecretsManager::Secret': { replacing: ['Name'] },
  'AWS::SNS::Topic': { replacing: ['FifoTopic', 'TopicName'] },
  'AWS::SQS::Queue': { replacing: ['FifoQueue', 'QueueName'] },
  'AWS::StepFunctions::StateMachine': { replacing: ['StateMachineName', 'StateMachineType'] },
  'AWS::WAFv2::WebACL': { replacing: ['Name', 'Scope'] },
};

interface Deciding {
  readonly replacing: readonly string[];
  readonly inPlace?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The end of an output's name, if CDK created it for a reference from another stack: a hash of what decides its value.
 *
 * CDK's CLI skips a stack whose template has not changed, even if a value that it refers to has. A name that depends on
 * the value changes the text of the property that uses it (docs/adr/0024).
 * Throws for a resource whose type is not among {@link decidingProperties}.
 */
export function suffixOf(output: CfnOutput): string {
  if (output.node.scope?.node.id !== 'Publish') return '';
  const { stack } = output;
  const { Ref, 'Fn::GetAtt': [owner, attribute] = [] } = stack.resolve(output.value);
  return hashOf(stack, Ref ?? owner, attribute);
}

/** The reference that CDK created an output for. `undefined` for the app's own outputs. */
export function descriptionOf(output: CfnOutput): string | undefined {
  if (output.node.scope?.node.id !== 'Publish') return undefined;
  const { stack } = output;
  const { Ref, 'Fn::GetAtt': [owner, attribute] = [] } = stack.resolve(output.value);
  const resource = resourceOf(stack, Ref ?? owner);
  if (!resource) return undefined;
  const path = resource.node.path
    .split('/')
    .slice(1)
    .join('/')
    .replace(/\/Resource$/, '');
  return `For other stacks: ${attribute ?? 'Ref'} of ${path} (${resource.cfnResourceType})`;
}

const hashes = new WeakMap<Stack, Map<string, string>>();

/** A cache: CDK requests each name some thirty times in a synthesis. */
function hashOf(stack: Stack, logicalId: string, attribute = ''): string {
  const ofStack = hashes.get(stack) ?? new Map<string, string>();
  hashes.set(stack, ofStack);
  const key = `${logicalId}.${attribute}`;
  const known = ofStack.get(key);
  if (known) return known;
  const parts = decidingParts((id) => definitionOf(stack, id), logicalId, attribute);
  const hash = digest(parts);
  // While CDK is still resolving references, one to another stack looks like one within this stack.
  if (referredTo(parts).every((id) => resourceOf(stack, id))) ofStack.set(key, hash);
  return hash;
}

interface Definition {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The suffix for a reference to a resource or one of its attributes, from the resources of a template. */
export function suffixIn(
  template: Readonly<Record<string, Definition>>,
  logicalId: string,
  attribute?: string,
): string {
  return digest(decidingParts((id) => template[id], logicalId, attribute));
}

function digest(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
}

/** `[name, value]` of every deciding property of the resource, and of those resources that these properties name. */
function decidingParts(
  definitionBy: (logicalId: string) => Definition | undefined,
  logicalId: string,
  attribute = '',
): unknown[] {
  const definition = definitionBy(logicalId);
  if (!definition) return [];
  const { Type, Properties = {} } = definition;
  const deciding = decidingProperties[Type];
  if (!deciding) throw new Error(`Add ${Type} to decidingProperties: other stacks depend on ${logicalId}`);
  return [...deciding.replacing, ...(deciding.inPlace?.[attribute] ?? [])]
    .filter((name) => Properties[name] !== undefined)
    .map((name) => {
      const value = Properties[name];
      return [name, value, ...referredTo(value).map((id) => decidingParts(definitionBy, id))];
    });
}

const resources = new WeakMap<Stack, Map<string, CfnResource>>();

function resourceOf(stack: Stack, logicalId: string): CfnResource | undefined {
  const found = resources.get(stack)?.get(logicalId);
  if (found) return found;
  const all = stack.node.findAll().filter(CfnResource.isCfnResource);
  const byId = new Map(all.map((resource) => [stack.resolve(resource.logicalId) as string, resource]));
  resources.set(stack, byId);
  return byId.get(logicalId);
}

function definitionOf(stack: Stack, logicalId: string): Definition | undefined {
  const resource = resourceOf(stack, logicalId);
  if (!resource) return undefined;
  const { cfnResourceType: Type } = resource;
  // Resolving a whole resource is slow, and most resources have no deciding property.
  if (decidingProperties[Type]?.replacing.length === 0) return { Type };
  const [body] = Object.values(stack.resolve(resource._toCloudFormation()).Resources);
  return body as Definition;
}

/** Logical ids of the same stack in a resolved value. */
function referredTo(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referredTo);
  if (value === null || typeof value !== 'object') return [];
  const { Ref, 'Fn::GetAtt': [owner] = [] } = value as { Ref?: string; 'Fn::GetAtt'?: string[] };
  const id = Ref ?? owner;
  if (id) return id.startsWith('AWS::') ? [] : [id];
  return Object.values(value).flatMap(referredTo);
}
