import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';

interface Failures {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly lockedUntil: number;
}

/**
 * After five wrong passwords a user is locked out for a second, then twice as long each time, up to about 15 minutes.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 */
const freeFailures = 5;
const maxLockoutSeconds = 900;

export class Attempts {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly kernel: Kernel) {}

  /** Throws `NotAuthorizedException` while the user is locked out. */
  check(poolId: string, username: string): void {
    const { lockedUntil } = this.failures.get(`${poolId}/${username}`) ?? { lockedUntil: 0 };
    if (this.kernel.now() < lockedUntil) {
      throw new ServiceError('NotAuthorizedException', 'Password attempts exceeded');
    }
  }

  failed(poolId: string, username: string): void {
    const key = `${poolId}/${username}`;
    const count = (this.failures.get(key)?.count ?? 0) + 1;
    const seconds = count < freeFailures ? 0 : Math.min(2 ** (count - freeFailures), maxLockoutSeconds);
    this.failures.set(key, { count, lockedUntil: this.kernel.now() + seconds * 1000 });
  }

  succeeded(poolId: string, username: string): void {
    this.forget(poolId, username);
  }

  forget(poolId: string, username: string): void {
    this.failures.delete(`${poolId}/${username}`);
  }
}
