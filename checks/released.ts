import { hashOf } from '../lib/constructs/hashed-name';
import type { Assembly } from './assembly';
import { type Placed, resources } from './rule';
import { schemaOf, valueAt } from './spec';
import { listOf } from './values';

/** One resource of a release that must not be replaced or deleted. */
interface ReleasedResource {
  readonly type: string;
  /** A hash of the create-only properties. Another hash means another resource. */
  readonly createOnly: string;
  /** The names of a table's global secondary indexes. */
  readonly indexes?: readonly string[];
}

/** Resources by stack (without `OmniStream-{stage}-`) and logical id. */
export type ReleasedStage = Readonly<Record<string, Readonly<Record<string, ReleasedResource>>>>;

/** The content of `checks/released.json`: the last release of each stage, by the stage's name. */
export type Released = Readonly<Record<string, ReleasedStage>>;

/**
 * Types whose data cannot be created again, and types whose names and addresses others use: sessions and devices keep
 * hosts, clients keep ids, and keys decrypt existing data.
 */
const statefulTypes: readonly string[] = [
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

/** The parts of a stage's assembly that are compared with later releases. */
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

function summary({ resource: { Type, Properties } }: Pick<Placed, 'resource'>): ReleasedResource {
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
