import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';

/** The form in which a store is saved. */
export interface KeyValueStore {
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly etag: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface Changes {
  readonly puts: readonly { readonly Key: string; readonly Value: string }[];
  readonly deletes: readonly string[];
}

/** The copy that edge functions read. It lags behind the store. */
export interface EdgeStore {
  get(key: string): string | undefined;
  count(): number;
}

/**
 * Milliseconds until a change reaches the edge. AWS documents "typically within seconds", so it is not immediate here.
 */
export const propagationMs = 2_000;
/** CloudFront quotas, "Quotas on key value stores": bytes of a store, a key and a value. */
const quotas = { store: 5 * 1024 * 1024, key: 512, value: 1024 };

export const sizeOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);

/** The account's key value stores, and their copies at the edge. */
export class KeyValueStores {
  private readonly stores: Store<KeyValueStore>;
  private readonly copies = new Map<string, Map<string, string>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private changes = 0;

  constructor(private readonly kernel: Kernel) {
    this.stores = kernel.store('cloudfront-keyvaluestore', 'stores');
    for (const [arn, { values }] of this.stores.entries()) this.copies.set(arn, new Map(Object.entries(values)));
  }

  /** Creates the store if it does not exist. */
  ensure(arn: string): void {
    if (this.stores.get(arn)) return;
    const now = this.kernel.now();
    this.stores.put(arn, { arn, createdAt: now, modifiedAt: now, etag: this.nextEtag(arn), values: {} });
    this.copies.set(arn, new Map());
  }

  /** Throws `ResourceNotFoundException`. */
  find(arn: string | undefined): KeyValueStore {
    const store = this.stores.get(arn ?? '');
    if (!store) throw new ServiceError('ResourceNotFoundException', `Cannot find the Key Value Store ${arn}`, 404);
    return store;
  }

  /**
   * Applies all changes or none, to the version that the caller names. Throws `ConflictException` if that is not the
   * current version.
   */
  change(arn: string | undefined, ifMatch: string | undefined, { puts, deletes }: Changes): KeyValueStore {
    const store = this.find(arn);
    if (!ifMatch) throw new ServiceError('ValidationException', 'If-Match is required');
    if (ifMatch !== store.etag) {
      throw new ServiceError('ConflictException', 'Pre-Condition failed: the ETag is not the current one', 409);
    }
    const values: Record<string, string> = { ...store.values };
    for (const key of deletes) {
      if (!Object.hasOwn(values, key)) {
        throw new ServiceError('ResourceNotFoundException', `Key ${key} was not found`, 404);
      }
      delete values[key];
    }
    for (const { Key, Value } of puts) {
      if (!Key || Buffer.byteLength(Key) > quotas.key || Buffer.byteLength(Value) > quotas.value) {
        throw new ServiceError(
          'ValidationException',
          `A key can have up to ${quotas.key} bytes, and a value up to ${quotas.value}`,
        );
      }
      values[Key] = Value;
    }
    if (sizeOf(values) > quotas.store) {
      throw new ServiceError(
        'ServiceQuotaExceededException',
        'The Key Value Store would exceed its limit of 5 MB',
        402,
      );
    }
    const changed = { ...store, values, modifiedAt: this.kernel.now(), etag: this.nextEtag(store.arn) };
    this.stores.put(store.arn, changed);
    this.propagate(store.arn, puts, deletes);
    return changed;
  }

  /** Returns the copy that functions at the edge read. Throws if the store does not exist. */
  edge(arn: string): EdgeStore {
    const copy = () => {
      const found = this.copies.get(arn);
      if (!found) throw new Error(`the key value store ${arn} does not exist`);
      return found;
    };
    return { get: (key) => copy().get(key), count: () => copy().size };
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private propagate(arn: string, puts: Changes['puts'], deletes: Changes['deletes']): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const copy = this.copies.get(arn);
      for (const key of deletes) copy?.delete(key);
      for (const { Key, Value } of puts) copy?.set(Key, Value);
    }, propagationMs);
    this.timers.add(timer);
  }

  private nextEtag(arn: string): string {
    this.changes += 1;
    const digest = createHash('sha256').update(`${arn} ${this.kernel.now()} ${this.changes}`).digest('hex');
    return `ETV${digest.slice(0, 12).toUpperCase()}`;
  }
}
