import { assumeRole } from '../../iam/assume-role';
import type { CorsRule } from '../../kernel/cors-rule';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { Buckets } from './buckets';
import { bucketArn, type Encryption } from './model';
import { lifecycleOf, notifies, type Properties, replicationOf, requestMetricsOf } from './template-rules';

const supportedProperties = [
  ...['BucketEncryption', 'VersioningConfiguration', 'LifecycleConfiguration', 'NotificationConfiguration'],
  ...['ReplicationConfiguration', 'CorsConfiguration', 'Tags'],
  // The API returns these settings. They have no effect on a laptop, where nothing is public or owned by other
  // accounts.
  ...['PublicAccessBlockConfiguration', 'OwnershipControls'],
  'MetricsConfigurations',
  // Logging, analysis and colder storage classes are not supported.
  ...['LoggingConfiguration', 'IntelligentTieringConfigurations', 'AnalyticsConfigurations'],
];

function encryptionOf({ BucketEncryption }: Properties): Encryption {
  const rule = BucketEncryption?.ServerSideEncryptionConfiguration?.[0];
  const { SSEAlgorithm: algorithm = 'AES256', KMSMasterKeyID: keyId } = rule?.ServerSideEncryptionByDefault ?? {};
  return { algorithm, ...(keyId && { keyId }), ...(rule?.BucketKeyEnabled && { bucketKey: true }) };
}

const corsOf = ({ CorsConfiguration }: Properties): CorsRule[] | undefined =>
  (CorsConfiguration?.CorsRules as Properties[] | undefined)?.map(({ Id, ExposedHeaders, MaxAge, ...rule }) => ({
    AllowedMethods: rule.AllowedMethods,
    AllowedOrigins: rule.AllowedOrigins,
    ...(rule.AllowedHeaders && { AllowedHeaders: rule.AllowedHeaders }),
    ...(Id && { ID: Id }),
    ...(ExposedHeaders && { ExposeHeaders: ExposedHeaders }),
    ...(MaxAge !== undefined && { MaxAgeSeconds: Number(MaxAge) }),
  }));

function versioningOf(resource: Resource<Properties>, before: 'Enabled' | 'Suspended' | undefined) {
  const status = resource.properties.VersioningConfiguration?.Status as 'Enabled' | 'Suspended' | undefined;
  if (resource.properties.ReplicationConfiguration && status !== 'Enabled') {
    throw unsupported(resource, 'ReplicationConfiguration', 'requires VersioningConfiguration with the status Enabled');
  }
  // A bucket that was once versioned keeps its versions.
  return status ?? (before && 'Suspended');
}

export function bucketResources(buckets: Buckets): Readonly<Record<string, ResourceProvider>> {
  const bucket: ResourceProvider<Properties> = {
    identify: ({ name, region }) => ({
      ref: name,
      attributes: {
        Arn: bucketArn(name),
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      },
    }),
    deploy(resource: Resource<Properties>) {
      knownProperties(resource, supportedProperties);
      const { properties, name, region } = resource;
      const versioning = versioningOf(resource, buckets.find(name)?.settings.versioning);
      const replication = replicationOf(resource);
      if (replication) {
        const taking = { service: 's3.amazonaws.com', sourceArn: bucketArn(name), region };
        assumeRole(buckets.kernel, { ...taking, roleArn: replication.roleArn });
      }
      const tags = (properties.Tags ?? []) as { Key: string; Value: string }[];
      buckets.put({
        name,
        region,
        versioning,
        encryption: encryptionOf(properties),
        notifies: notifies(resource),
        lifecycle: lifecycleOf(resource),
        replication,
        cors: corsOf(properties),
        metrics: requestMetricsOf(resource),
        publicAccessBlock: properties.PublicAccessBlockConfiguration,
        ownership: properties.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
        tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      });
      return undefined;
    },
    destroy({ name }) {
      if (buckets.find(name)) buckets.remove(name);
    },
  };
  const policy: ResourceProvider<Properties> = {
    identify: ({ name }) => ({ ref: name }),
    deploy(resource) {
      const { properties } = resource;
      buckets.kernel.resourcePolicy(bucketArn(properties.Bucket), properties.PolicyDocument, 'policy', resource);
      buckets.policies.set(properties.Bucket, properties.PolicyDocument);
      return undefined;
    },
  };
  return { 'AWS::S3::Bucket': bucket, 'AWS::S3::BucketPolicy': policy };
}
