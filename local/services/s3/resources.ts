import { assumeRole } from '../../iam/assume-role';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { Buckets } from './buckets';
import { bucketArn, type Encryption, type ReplicationRule } from './model';

// biome-ignore lint/suspicious/noExplicitAny: template properties
type Properties = Record<string, any>;

/** Nothing on a laptop is public, owned by others, logged, or stored in colder classes. */
const withoutLocalMeaning = [
  ...['PublicAccessBlockConfiguration', 'OwnershipControls', 'LoggingConfiguration', 'Tags', 'AccessControl'],
  ...['IntelligentTieringConfigurations', 'CorsConfiguration', 'BucketEncryption'],
];
const understood = [
  ...['VersioningConfiguration', 'LifecycleConfiguration', 'NotificationConfiguration', 'ReplicationConfiguration'],
  ...withoutLocalMeaning,
];

function encryption(properties: Properties): Encryption {
  const rule = properties.BucketEncryption?.ServerSideEncryptionConfiguration?.[0]?.ServerSideEncryptionByDefault;
  if (rule?.SSEAlgorithm !== 'aws:kms') return { algorithm: 'AES256' };
  return { algorithm: 'aws:kms', keyId: rule.KMSMasterKeyID };
}

function replication({ ReplicationConfiguration: config }: Properties) {
  if (!config) return undefined;
  const rules = (config.Rules as Properties[])
    .filter(({ Status }) => Status === 'Enabled')
    .map(
      (rule, index): ReplicationRule => ({
        id: rule.Id ?? String(index),
        priority: Number(rule.Priority ?? 0),
        prefix: rule.Filter?.Prefix ?? rule.Prefix ?? '',
        deleteMarkers: rule.DeleteMarkerReplication?.Status === 'Enabled',
        kmsObjects: rule.SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === 'Enabled',
        destination: String(rule.Destination.Bucket).replace('arn:aws:s3:::', ''),
        replicaKey: rule.Destination.EncryptionConfiguration?.ReplicaKmsKeyID,
      }),
    );
  return { roleArn: String(config.Role), rules };
}

function notifies({ NotificationConfiguration: config }: Properties, logicalId: string): boolean {
  if (!config) return false;
  const other = Object.keys(config).find((name) => name !== 'EventBridgeConfiguration');
  if (other) throw new Error(`${logicalId}: notifications by ${other} are not known to this runtime`);
  return config.EventBridgeConfiguration?.EventBridgeEnabled !== false;
}

export function bucketResources(buckets: Buckets): Readonly<Record<string, ResourceProvider>> {
  const bucket: ResourceProvider<Properties> = {
    identify: ({ name, region }) => ({
      ref: name,
      attributes: {
        Arn: bucketArn(name),
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      },
    }),
    deploy({ properties, logicalId, name, region }: Resource<Properties>) {
      const unknown = Object.keys(properties).find((property) => !understood.includes(property));
      if (unknown)
        throw new Error(`${logicalId}: the property ${unknown} of AWS::S3::Bucket is not known to this runtime`);
      const replicating = replication(properties);
      if (replicating) {
        const taking = { service: 's3.amazonaws.com', sourceArn: bucketArn(name), region };
        assumeRole(buckets.kernel, { ...taking, roleArn: replicating.roleArn });
      }
      const rules = (properties.LifecycleConfiguration?.Rules ?? []) as Properties[];
      const days = (pick: (rule: Properties) => unknown) => rules.map(pick).find((value) => value !== undefined);
      buckets.put({
        name,
        region,
        versioned: properties.VersioningConfiguration?.Status === 'Enabled',
        encryption: encryption(properties),
        notifies: notifies(properties, logicalId),
        abortUploadsAfterDays: days((rule) => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation) as number,
        noncurrentDays: days((rule) => rule.NoncurrentVersionExpiration?.NoncurrentDays) as number,
        replication: replicating,
      });
      return undefined;
    },
  };
  const policy: ResourceProvider<Properties> = {
    identify: ({ name }) => ({ ref: name }),
    deploy({ properties }) {
      buckets.kernel.resourcePolicy(bucketArn(properties.Bucket), properties.PolicyDocument);
      return undefined;
    },
  };
  return { 'AWS::S3::Bucket': bucket, 'AWS::S3::BucketPolicy': policy };
}
