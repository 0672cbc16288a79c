import { createHash, randomBytes } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';

/** One key in one region. Replicas of a multi-region key share `id` and `material`. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  /** 256 bits, base64. */
  readonly material: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly multiRegion: boolean;
  readonly createdAt: number;
  readonly policy: unknown;
}

export interface Alias {
  /** `alias/…` */
  readonly name: string;
  readonly region: string;
  readonly keyId: string;
}

export function keyArn(region: string, accountId: string, id: string): string {
  return `arn:aws:kms:${region}:${accountId}:key/${id}`;
}

/** Returns a key id in AWS's form that is always the same for a resource: a UUID, or `mrk-` and 32 hex digits. */
export function stableKeyId(seed: string, multiRegion: boolean): string {
  const hex = createHash('sha256').update(seed).digest('hex').slice(0, 32);
  if (multiRegion) return `mrk-${hex}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The account's keys and aliases, by region. */
export class Keys {
  private readonly keys: Store<Key>;
  private readonly aliases: Store<Alias>;

  constructor(private readonly kernel: Kernel) {
    this.keys = kernel.store<Key>('kms', 'keys');
    this.aliases = kernel.store<Alias>('kms', 'aliases');
  }

  /** Keeps the material of an existing key, so that its ciphertexts stay readable. */
  put(key: Omit<Key, 'material' | 'createdAt'>, primaryArn?: string): void {
    const before = this.keys.get(key.arn);
    const primary = primaryArn === undefined ? undefined : this.keys.get(primaryArn);
    if (primaryArn !== undefined && !primary) {
      throw new Error(`${key.arn}: the primary key ${primaryArn} is not deployed`);
    }
    const material = primary?.material ?? before?.material ?? randomBytes(32).toString('base64');
    this.keys.put(key.arn, { ...key, material, createdAt: before?.createdAt ?? this.kernel.now() });
  }

  putAlias(alias: Alias): void {
    this.aliases.put(`${alias.region}/${alias.name}`, alias);
  }

  listAliases(region: string): readonly Alias[] {
    return this.aliases
      .entries()
      .map(([, alias]) => alias)
      .filter((alias) => alias.region === region);
  }

  listKeys(region: string): readonly Key[] {
    return this.keys
      .entries()
      .map(([, key]) => key)
      .filter((key) => key.region === region);
  }

  /**
   * Finds a key by key id, key ARN, alias name or alias ARN. Throws `NotFoundException`, as on AWS also for a key of
   * another region.
   */
  find(reference: string, region: string): Key {
    const key = this.keys.get(this.arnOf(reference, region));
    if (key && key.region === region) return key;
    const kind = reference.includes('alias/') ? 'Alias' : 'Key';
    throw new ServiceError('NotFoundException', `${kind} '${reference}' does not exist`);
  }

  private arnOf(reference: string, region: string): string {
    if (reference.includes('alias/')) {
      const name = reference.slice(reference.indexOf('alias/'));
      const keyId = this.aliases.get(`${region}/${name}`)?.keyId ?? '';
      return keyId.startsWith('arn:') ? keyId : keyArn(region, this.kernel.accountId, keyId);
    }
    return reference.startsWith('arn:') ? reference : keyArn(region, this.kernel.accountId, reference);
  }
}
