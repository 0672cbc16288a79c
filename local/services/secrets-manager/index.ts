import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-secrets-manager';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { LocalService, Resource, ResourceProvider } from '../../kernel/service';
import { type GenerateSecretString, generateSecretString } from './generate';
import { describeSecret, getSecretValue, listSecrets, putSecretValue } from './operations';
import { permissions } from './permissions';
import { type Secret, Secrets, secretArn } from './secrets';

/** Secrets Manager: secrets with versions and stages. They are stored unencrypted. */
export function createSecretsManager(kernel: Kernel): LocalService {
  const secrets = new Secrets(kernel);
  return {
    wire: {
      id: 'secretsmanager',
      sdk,
      permissions,
      operations: {
        DescribeSecret: describeSecret(secrets),
        GetSecretValue: getSecretValue(secrets),
        ListSecrets: listSecrets(secrets),
        PutSecretValue: putSecretValue(secrets),
      },
    },
    resources: {
      'AWS::SecretsManager::ResourcePolicy': resourcePolicyProvider(secrets),
      'AWS::SecretsManager::Secret': secretProvider(secrets),
    },
  };
}

interface SecretProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
  readonly SecretString?: string;
  readonly GenerateSecretString?: GenerateSecretString;
  readonly ReplicaRegions?: readonly { readonly Region: string; readonly KmsKeyId?: string }[];
}

const known = [
  'Name',
  'Description',
  'KmsKeyId',
  'SecretString',
  'GenerateSecretString',
  'ReplicaRegions',
  'Tags',
] as const;

/** `AWS::SecretsManager::Secret`. A value is generated once; a value that was put later stays. */
function secretProvider(secrets: Secrets): ResourceProvider<SecretProperties> {
  const nameOf = (resource: Resource<SecretProperties>) => resource.properties.Name ?? resource.name;
  const arnOf = (resource: Resource<SecretProperties>) =>
    secretArn(resource.region, resource.accountId, nameOf(resource));
  return {
    identify: (resource) => ({ ref: arnOf(resource), attributes: { Id: arnOf(resource) } }),
    deploy(resource) {
      knownProperties(resource, [...known]);
      const { properties } = resource;
      if (properties.SecretString !== undefined && properties.GenerateSecretString !== undefined) {
        throw unsupported(resource, 'GenerateSecretString', 'cannot be combined with SecretString');
      }
      const arn = arnOf(resource);
      const before = secrets.get(arn);
      const secret: Secret = {
        arn,
        name: nameOf(resource),
        region: resource.region,
        description: properties.Description,
        key: properties.KmsKeyId,
        createdAt: before?.createdAt ?? secrets.kernel.now(),
        replicas: properties.ReplicaRegions?.map(({ Region, KmsKeyId }) => ({ region: Region, key: KmsKeyId })),
        versions: before?.versions ?? {},
      };
      secrets.put(secret);
      if (Object.keys(secret.versions).length > 0) return undefined;
      // A secret without a value in its template has no value until one is put.
      const value = properties.GenerateSecretString
        ? generateSecretString(properties.GenerateSecretString)
        : properties.SecretString;
      if (value !== undefined) {
        const createdAt = secrets.kernel.now();
        secrets.addVersion(secret, { id: randomUUID(), string: value, stages: ['AWSCURRENT'], createdAt });
      }
      return undefined;
    },
    destroy(resource) {
      secrets.remove(arnOf(resource));
    },
  };
}

interface ResourcePolicyProperties {
  readonly SecretId: string;
  readonly ResourcePolicy: unknown;
}

/** `AWS::SecretsManager::ResourcePolicy` */
function resourcePolicyProvider(secrets: Secrets): ResourceProvider<ResourcePolicyProperties> {
  return {
    identify: ({ properties }) => ({ ref: properties.SecretId }),
    deploy(resource) {
      knownProperties(resource, ['SecretId', 'ResourcePolicy', 'BlockPublicPolicy']);
      const { SecretId, ResourcePolicy } = resource.properties;
      secrets.kernel.resourcePolicy(secrets.find(SecretId, resource.region).arn, ResourcePolicy, 'policy', resource);
      return undefined;
    },
  };
}
