import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { PoolSecrets } from './secrets';

export interface PasswordPolicy {
  readonly MinimumLength: number;
  readonly RequireLowercase: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireSymbols: boolean;
  readonly RequireUppercase: boolean;
  readonly TemporaryPasswordValidityDays: number;
}

interface SchemaAttribute {
  readonly name: string;
  readonly required: boolean;
  readonly mutable: boolean;
}

export interface Template {
  readonly subject: string;
  /** The text, with `{####}` for the code and `{username}`. */
  readonly message: string;
}

export interface Pool {
  /** `eu-west-1_AbCdEfGhI` */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** Attributes by which users sign in instead of a user name; the user name is then a UUID. */
  readonly usernameAttributes: readonly string[];
  /** Attributes by which users can sign in once they are verified. */
  readonly aliasAttributes: readonly string[];
  readonly autoVerifiedAttributes: readonly string[];
  /** Attributes whose new value takes effect only after verification. */
  readonly verifiedBeforeUpdate: readonly string[];
  readonly caseSensitive: boolean;
  readonly adminCreateUserOnly: boolean;
  readonly passwordPolicy: PasswordPolicy;
  readonly schema: readonly SchemaAttribute[];
  readonly verification: Template;
  readonly invitation: Template;
  /** Whether SES sends the mail, and not Cognito's own sender. */
  readonly sendsBySes: boolean;
  readonly mfa: 'OFF' | 'OPTIONAL' | 'ON';
  /** Whether codes of an authenticator app can be the second factor. */
  readonly softwareToken: boolean;
  readonly deletionProtection: string;
  readonly preTokenGeneration?: { readonly functionArn: string; readonly version: 'V1_0' | 'V2_0' | 'V3_0' };
  readonly secrets: PoolSecrets;
}

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
  readonly secret?: string;
  readonly authFlows: readonly string[];
  readonly preventUserExistenceErrors: boolean;
  readonly tokenRevocation: boolean;
  /** Seconds. */
  readonly validity: {
    readonly access: number;
    readonly id: number;
    readonly refresh: number;
    readonly challenge: number;
  };
  /** Attributes that the client may read or write; all if absent. */
  readonly readAttributes?: readonly string[];
  readonly writeAttributes?: readonly string[];
  /** Whether each refresh token can be used once, and the seconds in which that use may be repeated. */
  readonly rotation?: { readonly graceSeconds: number };
  /** Settings of managed login; absent if the client may not use it. */
  readonly oauth?: OAuthSettings;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface OAuthSettings {
  readonly flows: readonly string[];
  readonly scopes: readonly string[];
  /** Compared as exact texts. */
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
}

export interface Group {
  readonly name: string;
  readonly poolId: string;
  readonly description?: string;
  readonly precedence?: number;
  readonly roleArn?: string;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Returns letters and digits that are always the same for a resource. `letters` is the size of the alphabet; 36 leaves
 * out capitals.
 */
export function stableId(seed: string, length: number, letters: 36 | 62): string {
  const digest = createHash('sha512').update(seed).digest();
  return [...digest.subarray(0, length)].map((byte) => alphabet[byte % letters]).join('');
}

/** The part of a pool's id after the region, which SRP mixes into the password. */
export const poolName = ({ id }: Pool) => id.slice(id.indexOf('_') + 1);

/**
 * Returns the issuer in a pool's tokens. It is AWS's address and not the laptop's, so that verifiers work unchanged.
 */
export const issuer = ({ region, id }: Pool) => `https://cognito-idp.${region}.amazonaws.com/${id}`;

/** The pools, clients and groups of the templates. Every start defines them again. */
export class Pools {
  private readonly pools = new Map<string, Pool>();
  private readonly clients = new Map<string, Client>();
  private readonly groups = new Map<string, Group>();
  /** Pool ids by the names of their managed login's domains. */
  private readonly domains = new Map<string, string>();

  constructor(readonly kernel: Kernel) {}

  put(pool: Pool): void {
    this.pools.set(pool.id, pool);
  }

  /**
   * Removes a pool with its clients and groups. Throws `InvalidParameterException` if the pool is protected or has a
   * domain.
   */
  remove(pool: Pool): void {
    const refuse = (message: string) => new ServiceError('InvalidParameterException', message);
    if (pool.deletionProtection === 'ACTIVE') {
      throw refuse(
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      );
    }
    if (this.domainOf(pool)) {
      throw refuse('User pool cannot be deleted. It has a domain configured that should be deleted first.');
    }
    for (const [id, { poolId }] of this.clients) if (poolId === pool.id) this.clients.delete(id);
    for (const group of this.groupsOf(pool)) this.groups.delete(`${pool.id}/${group.name}`);
    this.pools.delete(pool.id);
  }

  removeDomain(name: string): void {
    this.domains.delete(name);
  }

  putClient(client: Client): void {
    this.clients.set(client.id, client);
  }

  putGroup(group: Group): void {
    this.groups.set(`${group.poolId}/${group.name}`, group);
  }

  /** Throws `InvalidParameterException` if another pool has the domain. */
  putDomain(name: string, pool: Pool): void {
    const owner = this.domains.get(name) ?? pool.id;
    if (owner !== pool.id) throw new ServiceError('InvalidParameterException', 'Domain already associated.');
    this.domains.set(name, pool.id);
  }

  /** Returns the pool of a managed login's domain. */
  byDomain(name: string): Pool | undefined {
    return this.pools.get(this.domains.get(name) ?? '');
  }

  domainOf(pool: Pool): string | undefined {
    return [...this.domains].find(([, poolId]) => poolId === pool.id)?.[0];
  }

  all(): readonly Pool[] {
    return [...this.pools.values()];
  }

  find(poolId: string): Pool | undefined {
    return this.pools.get(poolId);
  }

  /** Returns the pool that signs its access tokens with the key of this id. */
  byKey(kid: string | undefined): Pool | undefined {
    return this.all().find(({ secrets }) => secrets.accessKey.kid === kid);
  }

  /** Throws `ResourceNotFoundException`, as on AWS also for a pool of another region. */
  get(poolId: string | undefined, region?: string): Pool {
    const pool = this.pools.get(poolId ?? '');
    if (pool && (region === undefined || pool.region === region)) return pool;
    throw new ServiceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  }

  findClient(clientId: string | undefined, pool: Pool): Client | undefined {
    const client = this.clients.get(clientId ?? '');
    return client?.poolId === pool.id ? client : undefined;
  }

  /** Throws `ResourceNotFoundException`. */
  client(clientId: string | undefined, pool?: Pool): Client {
    const client = this.clients.get(clientId ?? '');
    if (client && (!pool || client.poolId === pool.id)) return client;
    throw new ServiceError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }

  /** Throws `ResourceNotFoundException`. */
  group(pool: Pool, name: string | undefined): Group {
    const group = this.groups.get(`${pool.id}/${name}`);
    if (group) return group;
    throw new ServiceError('ResourceNotFoundException', 'Group not found.');
  }

  groupsOf(pool: Pool): readonly Group[] {
    return [...this.groups.values()].filter(({ poolId }) => poolId === pool.id);
  }
}
