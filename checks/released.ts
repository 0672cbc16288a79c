import { hashOf } from '../lib/constructs/hashed-name';
import type { Assembly } from './assembly';
import { type Placed, resources } from './rule';
import { schemaOf, valueAt } from './spec';
import { listOf } from './values';

/** One resource of a release that must not be replaced or lost. */
export interface ReleasedResource {
  readonly type: string;
  /** Over its create-only properties; another hash is another resource. */
  readonly createOnly: string;
  /** Names of a table's global secondary indexes. */
  readonly indexes?: readonly string[];
}

/** By stack (without `OmniStream-{stage}-`) and logical id. */
export type ReleasedStage = Readonly<Record<string, Readonly<Record<string, ReleasedResource>>>>;

/** What `checks/released.json` contains: the stages as they were released last, by the stage's name. */
export type Released = Readonly<Record<string, ReleasedStage>>;

/**
 * Types that hold what cannot be made again, and those by whose names and addresses others find the platform: sessions
 * and devices keep hosts, clients keep ids, keys open what they encrypted.
 */
export const statefulTypes: readonly string[] = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::SecretsManager::Secret',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::KeyValueStore',
  'AWS::CloudFront::PublicKey',
  'AWS::ApiGatewayV2::Api',
  'AWS::Glue::Database',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::MediaConvert::Queue',
  'AWS::Personalize::DatasetGroup',
  'AWS::Personalize::Dataset',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
];

/** What to keep of a stage's assembly, for comparison with later ones. */
export function releasedStage(assembly: Assembly): ReleasedStage {
  const stage: Record<string, Record<string, ReleasedResource>> = {};
  for (const placed of resources(assembly, ...statefulTypes)) {
    const { stack, logicalId } = placed;
    const part = partOf(stack.name, assembly.stage);
    stage[part] ??= {};
    stage[part][logicalId] = summary(placed);
  }
  return stage;
}

export const partOf = (stackName: string, stage: string) => stackName.replace(`OmniStream-${stage}-`, '');

export function summary({ resource: { Type, Properties } }: Pick<Placed, 'resource'>): ReleasedResource {
  const createOnly = (schemaOf(Type)?.createOnly ?? [])
    .map((path) => [path, valueAt(Properties, path)] as const)
    .filter(([, value]) => value !== undefined);
  const indexes = listOf<{ readonly IndexName: string }>(Properties?.GlobalSecondaryIndexes);
  return {
    type: Type,
    createOnly: hashOf(Object.fromEntries(createOnly)),
    ...(indexes.length > 0 && { indexes: indexes.map(({ IndexName }) => IndexName).sort() }),
  };
}
