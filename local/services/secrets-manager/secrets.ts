import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { type Call, ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { authorizeKeyUse } from '../kms/use-key';

export interface SecretVersion {
  readonly id: string;
  readonly string?: string;
  /** Base64. */
  readonly binary?: string;
  /** `AWSCURRENT`, `AWSPREVIOUS`, and names of callers. Each stage belongs to at most one version. */
  readonly stages: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

interface SecretReplica {
  readonly region: string;
  readonly key?: string;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly description?: string;
  /** The customer's KMS key, if there is one. */
  readonly key?: string;
  readonly createdAt: number;
  /** Read-only copies in other regions, which follow this one. */
  readonly replicas?: readonly SecretReplica[];
  /** Set on a copy: the region of the secret itself. */
  readonly primaryRegion?: string;
  /** Keyed by version id. */
  readonly versions: Readonly<Record<string, SecretVersion>>;
}

/** Returns a secret's ARN with six appended characters, as on AWS. Here they are always the same for a name. */
export function secretArn(region: string, accountId: string, name: string): string {
  const suffix = createHash('sha256').update(`${region}/${name}`).digest('base64').replace(/[+/=]/g, '').slice(0, 6);
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`;
}

export class Secrets {
  private readonly store: Store<Secret>;

  constructor(readonly kernel: Kernel) {
    this.store = kernel.store<Secret>('secretsmanager', 'secrets');
  }

  get(arn: string): Secret | undefined {
    return this.store.get(arn);
  }

  put(secret: Secret): void {
    this.store.put(secret.arn, secret);
  }

  remove(arn: string): void {
    this.store.delete(arn);
  }

  in(region: string): Secret[] {
    return this.store.entries().flatMap(([, secret]) => {
      if (secret.region === region) return [secret];
      const replica = secret.replicas?.find((one) => one.region === region);
      return replica ? [copyOf(secret, replica)] : [];
    });
  }

  /** Finds a secret by ARN, ARN without its suffix, or name. Throws `ResourceNotFoundException`. */
  find(id: string | undefined, region: string): Secret {
    const secret = this.in(region).find(
      ({ arn, name }) => id === arn || id === name || id === arn.slice(0, -'-xxxxxx'.length),
    );
    if (!secret) {
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  /** Adds a version, moves stages to it, and deletes versions without a stage. */
  addVersion(secret: Secret, version: SecretVersion): Secret {
    const all = Object.values(secret.versions);
    const displaced = version.stages.includes('AWSCURRENT')
      ? all.find(({ stages }) => stages.includes('AWSCURRENT'))
      : undefined;
    const moved = displaced ? [...version.stages, 'AWSPREVIOUS'] : version.stages;
    const others = all.map((other) => {
      const kept = other.stages.filter((stage) => !moved.includes(stage));
      return { ...other, stages: other === displaced ? [...kept, 'AWSPREVIOUS'] : kept };
    });
    const versions = [...others.filter(({ stages }) => stages.length > 0), version];
    const next = { ...secret, versions: Object.fromEntries(versions.map((one) => [one.id, one])) };
    this.put(next);
    return next;
  }

  /** Throws `InvalidParameterException` for a copy. */
  refuseReplica({ primaryRegion }: Secret): void {
    if (primaryRegion === undefined) return;
    throw new ServiceError(
      'InvalidParameterException',
      `Operation not permitted on a replica secret. Call must be made in primary secret's region ${primaryRegion}.`,
    );
  }

  /** Checks the policy of the secret's key; see {@link authorizeKeyUse}. */
  authorizeKey(secret: Secret, call: Call, actions: readonly ('kms:Decrypt' | 'kms:GenerateDataKey')[]): void {
    const { principal, region } = call;
    const encryptionContext = { SecretARN: secret.arn };
    authorizeKeyUse(this.kernel, {
      principal,
      region,
      via: 'secretsmanager',
      key: secret.key,
      actions,
      encryptionContext,
    });
  }
}

/** The copy has the same name and the same six characters; only the region in its ARN differs. */
function copyOf(secret: Secret, { region, key }: SecretReplica): Secret {
  const arn = secret.arn.replace(`:${secret.region}:`, `:${region}:`);
  return { ...secret, arn, region, key, primaryRegion: secret.region, replicas: undefined };
}
