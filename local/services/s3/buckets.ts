import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { Bucket } from './bucket';
import type { BucketSettings } from './model';

/** All buckets of the account. Names are unique across regions. */
export class Buckets {
  /** Bucket policies by bucket name. Templates define them again at every start. */
  readonly policies = new Map<string, unknown>();
  private readonly buckets = new Map<string, Bucket>();
  private readonly settings: Store<BucketSettings>;

  constructor(readonly kernel: Kernel) {
    this.settings = kernel.store<BucketSettings>('s3', 'settings');
    for (const [, settings] of this.settings.entries()) this.open(settings, true);
  }

  all(): readonly Bucket[] {
    return [...this.buckets.values()];
  }

  find(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** Throws `NoSuchBucket`. */
  get(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) {
      throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
    }
    return bucket;
  }

  put(settings: Omit<BucketSettings, 'createdAt'>): void {
    const createdAt = this.settings.get(settings.name)?.createdAt ?? new Date(this.kernel.now()).toISOString();
    const complete = { ...settings, createdAt };
    this.settings.put(settings.name, complete);
    const bucket = this.buckets.get(settings.name);
    if (bucket) bucket.settings = complete;
    else this.open(complete);
  }

  /** Throws `NoSuchBucket` and `BucketNotEmpty`. */
  remove(name: string): void {
    const bucket = this.get(name);
    if (!bucket.empty) {
      throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
        BucketName: name,
      });
    }
    this.settings.delete(name);
    this.buckets.delete(name);
    this.policies.delete(name);
    bucket.destroy();
  }

  close(): void {
    for (const bucket of this.all()) bucket.close();
  }

  /** Throws if the bucket `exists` and its journal does not: its objects would be removed as unknown files. */
  private open(settings: BucketSettings, exists = false): void {
    const folder = join(this.kernel.folder('s3'), 'buckets', settings.name);
    const journal = join(folder, 'journal.jsonl');
    if (exists && !existsSync(journal)) {
      throw new Error(
        `the file ${journal} is missing. Restore it from a copy. To go on with an empty bucket, make an empty file of that ` +
          `name. To begin again without any data, run 'npm run reset'`,
      );
    }
    this.buckets.set(settings.name, new Bucket(folder, settings));
  }
}
