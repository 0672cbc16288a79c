import { randomBytes } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';

export interface Invalidation {
  readonly id: string;
  readonly distributionId: string;
  readonly callerReference: string;
  readonly paths: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Milliseconds during which an invalidation is `InProgress`. The edge forgets at the start of them. */
const progressMs = 1_000;

/** Invalidations that stay listed, as in AWS's console. The API's own number is not documented. */
const maxListed = 100;

/** Source: CloudFront developer guide, "Concurrent invalidation request maximum". */
const maxInProgress = { files: 3_000, wildcards: 15 } as const;

/** Source: CloudFront developer guide, "What you need to know when invalidating paths". */
const maxPathLength = 4_000;

const isWildcard = (path: string) => path.endsWith('*');

/** The invalidations of the distribution, which survive a restart. */
export class Invalidations {
  private readonly store: Store<Invalidation>;

  /** `forget` is called with the paths of each new invalidation. */
  constructor(
    private readonly kernel: Kernel,
    private readonly forget: (paths: readonly string[]) => void,
  ) {
    this.store = kernel.store<Invalidation>('cloudfront', 'invalidations');
  }

  /**
   * Returns the earlier invalidation if `callerReference` and the paths are the same. Throws `InvalidArgument`,
   * `BatchTooLarge`, `TooManyInvalidationsInProgress` and `InvalidationBatchAlreadyExists`.
   */
  create(distributionId: string, callerReference: string, paths: readonly string[]): Invalidation {
    if (!callerReference) throw invalid('The caller reference is empty.');
    if (paths.length === 0) throw invalid('Your request must contain at least one path.');
    for (const path of paths) checkPath(path);
    const all = this.list(distributionId);
    const earlier = all.find((one) => one.callerReference === callerReference);
    if (earlier) {
      if (isSame(earlier.paths, paths)) return earlier;
      const message = 'Your request contains a caller reference that was used for a previous invalidation batch.';
      throw new ServiceError('InvalidationBatchAlreadyExists', message);
    }
    this.requireRoom(all, paths);
    const id = `I${randomBytes(10).toString('hex').slice(0, 13).toUpperCase()}`;
    const made = { id, distributionId, callerReference, paths, createdAt: this.kernel.now() };
    this.store.put(id, made);
    this.forget(paths);
    const excess = all.filter((one) => !this.isInProgress(one)).slice(maxListed - 1);
    for (const old of excess) this.store.delete(old.id);
    return made;
  }

  /** Throws `NoSuchInvalidation`. */
  get(distributionId: string, id: string): Invalidation {
    const found = this.store.get(id);
    if (found?.distributionId === distributionId) return found;
    throw new ServiceError('NoSuchInvalidation', 'The specified invalidation does not exist.', 404);
  }

  /** Returns the newest first. */
  list(distributionId: string): Invalidation[] {
    return this.store
      .entries()
      .map(([, one]) => one)
      .filter((one) => one.distributionId === distributionId)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  }

  isInProgress({ createdAt }: Invalidation): boolean {
    return this.kernel.now() < createdAt + progressMs;
  }

  private requireRoom(all: readonly Invalidation[], paths: readonly string[]): void {
    if (paths.length > maxInProgress.files) {
      throw new ServiceError('BatchTooLarge', 'Your invalidation batch contains too many paths.', 413);
    }
    const underWay = [...all.filter((one) => this.isInProgress(one)).flatMap((one) => one.paths), ...paths];
    const wildcards = underWay.filter(isWildcard).length;
    if (wildcards > maxInProgress.wildcards || underWay.length - wildcards > maxInProgress.files) {
      const message =
        'Processing your request will cause you to exceed the maximum number of in-progress invalidations.';
      throw new ServiceError('TooManyInvalidationsInProgress', message);
    }
  }
}

function isSame(paths: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify([...paths].sort()) === JSON.stringify([...others].sort());
}

/** Source: CloudFront developer guide, "What you need to know when invalidating paths". */
function checkPath(path: string): void {
  if (!path.startsWith('/')) throw invalid(`The path '${path}' does not start with a slash.`);
  if (path.length > maxPathLength) throw invalid(`A path is longer than ${maxPathLength} characters.`);
  if (path.slice(0, -1).includes('*')) throw invalid(`The path '${path}' has a * that is not its last character.`);
  if (/[^\x21-\x7e]/.test(path)) throw invalid(`The path '${path}' has characters that must be URL-encoded.`);
}

const invalid = (message: string) => new ServiceError('InvalidArgument', message);
