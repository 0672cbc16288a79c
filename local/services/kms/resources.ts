import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Attributes, Identity, Resource, ResourceProvider } from '../../kernel/service';
import { type Keys, keyArn, stableKeyId } from './keys';

interface KeyProperties {
  readonly KeyPolicy?: unknown;
  readonly Description?: string;
  readonly Enabled?: boolean | string;
  readonly KeySpec?: string;
  readonly KeyUsage?: string;
  readonly Origin?: string;
  readonly MultiRegion?: boolean | string;
}

/** Properties without an effect that a caller could see: rotation, waiting before deletion, and tags. */
const noMeaning = [
  'EnableKeyRotation',
  'RotationPeriodInDays',
  'PendingWindowInDays',
  'Tags',
  'BypassPolicyLockoutSafetyCheck',
];

const isTrue = (value: boolean | string | undefined) => value === true || value === 'true';

function identity(resource: Resource, id: string): Identity {
  return { ref: id, attributes: { Arn: keyArn(resource.region, resource.accountId, id), KeyId: id } };
}

/** `AWS::KMS::Key`: a symmetric key. Throws for other kinds of keys. */
export function keyProvider(kernel: Kernel, keys: Keys): ResourceProvider<KeyProperties> {
  const idOf = (resource: Resource<KeyProperties>) =>
    stableKeyId(
      `${resource.accountId}/${resource.region}/${resource.stackName}/${resource.logicalId}`,
      isTrue(resource.properties.MultiRegion),
    );
  return {
    identify: (resource) => identity(resource, idOf(resource)),
    deploy(resource): Attributes | undefined {
      const { properties } = resource;
      knownProperties(resource, [
        ...noMeaning,
        'KeyPolicy',
        'Description',
        'Enabled',
        'KeySpec',
        'KeyUsage',
        'Origin',
        'MultiRegion',
      ]);
      if ((properties.KeySpec ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT') throw unsupported(resource, 'KeySpec');
      if ((properties.KeyUsage ?? 'ENCRYPT_DECRYPT') !== 'ENCRYPT_DECRYPT') throw unsupported(resource, 'KeyUsage');
      if ((properties.Origin ?? 'AWS_KMS') !== 'AWS_KMS') throw unsupported(resource, 'Origin');
      const id = idOf(resource);
      const arn = keyArn(resource.region, resource.accountId, id);
      const policy = properties.KeyPolicy ?? defaultPolicy(resource.accountId);
      keys.put({
        id,
        arn,
        region: resource.region,
        description: properties.Description ?? '',
        enabled: properties.Enabled === undefined || isTrue(properties.Enabled),
        multiRegion: isTrue(properties.MultiRegion),
        policy,
      });
      kernel.resourcePolicy(arn, policy, 'policy', resource);
      return undefined;
    },
  };
}

interface ReplicaKeyProperties extends Omit<KeyProperties, 'KeySpec' | 'KeyUsage' | 'Origin' | 'MultiRegion'> {
  readonly PrimaryKeyArn: string;
}

/** `AWS::KMS::ReplicaKey`: the primary's key id and material in another region, with a policy of its own. */
export function replicaKeyProvider(kernel: Kernel, keys: Keys): ResourceProvider<ReplicaKeyProperties> {
  const idOf = ({ properties }: Resource<ReplicaKeyProperties>) =>
    properties.PrimaryKeyArn.slice(properties.PrimaryKeyArn.lastIndexOf('/') + 1);
  return {
    identify: (resource) => identity(resource, idOf(resource)),
    deploy(resource): Attributes | undefined {
      knownProperties(resource, [...noMeaning, 'PrimaryKeyArn', 'KeyPolicy', 'Description', 'Enabled']);
      const { properties } = resource;
      const id = idOf(resource);
      const arn = keyArn(resource.region, resource.accountId, id);
      const policy = properties.KeyPolicy ?? defaultPolicy(resource.accountId);
      keys.put(
        {
          id,
          arn,
          region: resource.region,
          description: properties.Description ?? '',
          enabled: properties.Enabled === undefined || isTrue(properties.Enabled),
          multiRegion: true,
          policy,
        },
        properties.PrimaryKeyArn,
      );
      kernel.resourcePolicy(arn, policy, 'policy', resource);
      return undefined;
    },
  };
}

interface AliasProperties {
  readonly AliasName: string;
  readonly TargetKeyId: string;
}

/** `AWS::KMS::Alias` */
export function aliasProvider(keys: Keys): ResourceProvider<AliasProperties> {
  return {
    identify: ({ properties }) => ({ ref: properties.AliasName }),
    deploy(resource): Attributes | undefined {
      knownProperties(resource, ['AliasName', 'TargetKeyId']);
      const { AliasName, TargetKeyId } = resource.properties;
      keys.putAlias({ name: AliasName, region: resource.region, keyId: TargetKeyId });
      return undefined;
    },
  };
}

/** AWS's policy for a key without one: the account's IAM policies decide. */
function defaultPolicy(accountId: string): unknown {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
}
