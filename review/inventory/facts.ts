import { type Placed, resources } from '../../checks/rule';
import { listOf } from '../../checks/values';
import { lifecycleOf } from './lifecycle';
import type { TemplateIndex } from './template-index';

/** The encryption, retention and backup of a store, from the template. */
export interface Facts {
  /** The stage's key, or the service that owns the key. */
  readonly key: string;
  readonly kept: string;
  /** Versions, recovery, and copies in other regions. */
  readonly backup: string;
  readonly region: string;
}

type FactsOf = (placed: Placed, index: TemplateIndex) => Omit<Facts, 'region'> & { readonly region?: string };

const untilDeleted = 'until deleted';

const byType: Readonly<Record<string, FactsOf>> = {
  'AWS::S3::Bucket': (placed, index) => {
    const { BucketEncryption, LifecycleConfiguration, VersioningConfiguration, ReplicationConfiguration } =
      placed.resource.Properties;
    const { KMSMasterKeyID } = BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault;
    const copies = listOf<{ readonly Filter: { readonly Prefix: string }; readonly Destination: { Bucket: unknown } }>(
      ReplicationConfiguration?.Rules,
    ).map(({ Destination }) => `replicated to ${regionOfBucket(index.text(placed, Destination.Bucket), index)}`);
    const versions = VersioningConfiguration?.Status === 'Enabled' ? ['versions'] : [];
    return {
      key: KMSMasterKeyID ? index.keyName(placed, KMSMasterKeyID) : 'S3',
      kept: lifecycleOf(LifecycleConfiguration?.Rules),
      backup: [...versions, ...copies].join('; ') || 'none',
    };
  },
  'AWS::DynamoDB::GlobalTable': (placed, index) => {
    const { Replicas, TimeToLiveSpecification } = placed.resource.Properties;
    const replicas = listOf<{
      readonly Region: string;
      readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled: boolean };
      readonly SSESpecification: { readonly KMSMasterKeyId: unknown };
    }>(Replicas);
    const recovered = replicas.filter((each) => each.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled);
    const keys = replicas.map(({ SSESpecification }) => index.keyName(placed, SSESpecification.KMSMasterKeyId));
    return {
      key: [...new Set(keys)].join(', '),
      kept: TimeToLiveSpecification?.Enabled ? `until \`${TimeToLiveSpecification.AttributeName}\`` : untilDeleted,
      backup: recovered.length === replicas.length ? 'point-in-time recovery' : 'none',
      region: replicas
        .map(({ Region }) => Region)
        .sort((a, b) => Number(b === placed.stack.region) - Number(a === placed.stack.region))
        .join(', '),
    };
  },
  'AWS::SQS::Queue': ({ resource: { Properties } }) => ({
    key: Properties.SqsManagedSseEnabled ? 'SQS' : 'none',
    kept: `${Properties.MessageRetentionPeriod / 86_400} days`,
    backup: 'none',
  }),
  'AWS::SNS::Topic': (placed, index) => ({
    key: index.keyName(placed, placed.resource.Properties.KmsMasterKeyId),
    kept: 'not kept',
    backup: 'none',
  }),
  'AWS::SecretsManager::Secret': (placed, index) => {
    const { KmsKeyId, ReplicaRegions } = placed.resource.Properties;
    const copies = listOf<{ readonly Region: string }>(ReplicaRegions).map(({ Region }) => `replicated to ${Region}`);
    return { key: index.keyName(placed, KmsKeyId), kept: untilDeleted, backup: copies.join('; ') || 'none' };
  },
  'AWS::Cognito::UserPool': () => ({ key: 'Cognito', kept: untilDeleted, backup: 'none' }),
  'AWS::CloudFront::KeyValueStore': () => ({
    key: 'CloudFront',
    kept: 'until the latest end of the session, and then until a later session is ended',
    backup: 'none',
    region: 'all edges',
  }),
  'AWS::CloudFront::Distribution': (_, { assembly }) => {
    const longest = resources(assembly, 'AWS::CloudFront::CachePolicy').map(
      ({ resource }) => resource.Properties.CachePolicyConfig.MaxTTL,
    );
    const kept = `at most ${Math.max(...longest) / 86_400} days`;
    return { key: 'CloudFront', kept, backup: 'can be loaded again from the origin', region: 'all edge locations' };
  },
  'AWS::KinesisFirehose::DeliveryStream': (placed, index) => {
    const { KeyARN } = placed.resource.Properties.DeliveryStreamEncryptionConfigurationInput;
    const { IntervalInSeconds } = placed.resource.Properties.ExtendedS3DestinationConfiguration.BufferingHints;
    const kept = `${IntervalInSeconds / 60} minutes; at most a day if the lake cannot be written`;
    return { key: index.keyName(placed, KeyARN), kept, backup: 'none' };
  },
  'AWS::Personalize::Dataset': (placed, index) => {
    const group = resources(index.assembly, 'AWS::Personalize::DatasetGroup').find(({ logicalId }) =>
      JSON.stringify(placed.resource.Properties.DatasetGroupArn).includes(logicalId),
    );
    return {
      key: group ? index.keyName(group, group.resource.Properties.KmsKeyArn) : 'Personalize',
      kept: untilDeleted,
      backup: 'can be created again from the tables and the lake',
    };
  },
  'AWS::QuickSight::DataSet': () => ({
    key: 'QuickSight',
    kept: 'until the next refresh, once a day',
    backup: 'can be created again from the lake',
  }),
  'AWS::Glue::Table': () => ({ key: 'as the lake', kept: 'as the lake', backup: 'as the lake' }),
  'AWS::StepFunctions::StateMachine': ({ resource }) => ({
    key: resource.Properties.EncryptionConfiguration ? 'a key of the stage' : 'Step Functions',
    // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    kept: '90 days after the execution',
    backup: 'none',
  }),
};

/** Throws for an unknown type of store. */
export function factsOf(placed: Placed, index: TemplateIndex): Facts {
  const { Type } = placed.resource;
  const read = byType[Type];
  if (!read) throw new Error(`inventory: review/inventory/facts.ts does not read ${Type}`);
  return { region: placed.stack.region, ...read(placed, index) };
}

function regionOfBucket(arn: string, { assembly }: TemplateIndex): string {
  const id = arn.split(':').at(-1);
  const bucket = resources(assembly, 'AWS::S3::Bucket').find(({ logicalId }) => logicalId === id);
  if (!bucket) throw new Error(`inventory: the replication target ${arn} is not a bucket of the stage`);
  return bucket.stack.region;
}
