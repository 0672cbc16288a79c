import { randomUUID } from 'node:crypto';
import type {
  DescribeSecretCommandInput,
  DescribeSecretCommandOutput,
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
  ListSecretsCommandOutput,
  PutSecretValueCommandInput,
  PutSecretValueCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { type Call, ServiceError } from '../../kernel/service';
import type { Secret, Secrets, SecretVersion } from './secrets';

/** Bytes (API reference, PutSecretValue). */
const maxBytes = 65_536;

export function getSecretValue(secrets: Secrets) {
  return (input: GetSecretValueCommandInput, call: Call): Omit<GetSecretValueCommandOutput, '$metadata'> => {
    const secret = secrets.find(input.SecretId, call.region);
    secrets.authorizeKey(secret, call, ['kms:Decrypt']);
    const stage = input.VersionStage ?? (input.VersionId === undefined ? 'AWSCURRENT' : undefined);
    const version = Object.values(secret.versions).find(
      ({ id, stages }) =>
        (input.VersionId === undefined || id === input.VersionId) && (stage === undefined || stages.includes(stage)),
    );
    if (!version) {
      throw new ServiceError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${
          input.VersionId ? `VersionId: ${input.VersionId}` : `staging label: ${stage}`
        }`,
      );
    }
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      VersionStages: [...version.stages],
      CreatedDate: new Date(version.createdAt),
      ...(version.binary === undefined
        ? { SecretString: version.string }
        : { SecretBinary: Buffer.from(version.binary, 'base64') }),
    };
  };
}

/** A repeated token with the same value changes nothing; with another value it causes a `ResourceExistsException`. */
export function putSecretValue(secrets: Secrets) {
  return (input: PutSecretValueCommandInput, call: Call): Omit<PutSecretValueCommandOutput, '$metadata'> => {
    const secret = secrets.find(input.SecretId, call.region);
    secrets.refuseReplica(secret);
    secrets.authorizeKey(secret, call, ['kms:GenerateDataKey', 'kms:Decrypt']);
    const value = givenValue(input);
    const id = input.ClientRequestToken ?? randomUUID();
    if (id.length < 32 || id.length > 64) throw invalid('ClientRequestToken must be 32-64 characters long.');
    const existing = secret.versions[id];
    if (existing) {
      if (existing.string !== value.string || existing.binary !== value.binary) {
        throw new ServiceError(
          'ResourceExistsException',
          `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
        );
      }
      return answer(secret, existing);
    }
    const stages = input.VersionStages ?? ['AWSCURRENT'];
    const isFirst = Object.keys(secret.versions).length === 0;
    const version: SecretVersion = {
      ...value,
      id,
      stages: isFirst && !stages.includes('AWSCURRENT') ? [...stages, 'AWSCURRENT'] : stages,
      createdAt: secrets.kernel.now(),
    };
    return answer(secrets.addVersion(secret, version), version);
  };
}

function answer({ arn, name }: Secret, { id, stages }: SecretVersion) {
  return { ARN: arn, Name: name, VersionId: id, VersionStages: [...stages].sort() };
}

function givenValue({
  SecretString,
  SecretBinary,
}: PutSecretValueCommandInput): Pick<SecretVersion, 'string' | 'binary'> {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw invalid('You must provide either SecretString or SecretBinary.');
  }
  const bytes = SecretBinary ? SecretBinary.length : Buffer.byteLength(SecretString ?? '');
  if (bytes === 0 || bytes > maxBytes) throw invalid(`The secret value must have 1 to ${maxBytes} bytes.`);
  return SecretBinary ? { binary: Buffer.from(SecretBinary).toString('base64') } : { string: SecretString };
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

function stagesByVersion({ versions }: Secret): Record<string, string[]> {
  return Object.fromEntries(Object.values(versions).map(({ id, stages }) => [id, [...stages]]));
}

export function describeSecret(secrets: Secrets) {
  return (input: DescribeSecretCommandInput, call: Call): Omit<DescribeSecretCommandOutput, '$metadata'> => {
    const secret = secrets.find(input.SecretId, call.region);
    const versions = Object.values(secret.versions);
    return {
      ARN: secret.arn,
      Name: secret.name,
      Description: secret.description || undefined,
      KmsKeyId: secret.key,
      CreatedDate: new Date(secret.createdAt),
      PrimaryRegion: secret.primaryRegion ?? (secret.replicas && secret.region),
      LastChangedDate: new Date(Math.max(secret.createdAt, ...versions.map(({ createdAt }) => createdAt))),
      ...(versions.length > 0 && { VersionIdsToStages: stagesByVersion(secret) }),
    };
  };
}

export function listSecrets(secrets: Secrets) {
  return (_input: unknown, call: Call): Omit<ListSecretsCommandOutput, '$metadata'> => ({
    SecretList: secrets.in(call.region).map((secret) => ({
      ARN: secret.arn,
      Name: secret.name,
      Description: secret.description,
      KmsKeyId: secret.key,
      CreatedDate: new Date(secret.createdAt),
      SecretVersionsToStages: stagesByVersion(secret),
    })),
  });
}
