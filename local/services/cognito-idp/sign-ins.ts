import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import type { Client, Pool } from './pools';
import type { User } from './users';

/** One sign-in. It expires with its refresh token. */
export interface SignIn {
  /** The `origin_jti` of all its tokens. */
  readonly id: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly expiresAt: number;
  readonly revoked: boolean;
  /** The digest of the refresh token in base64. The token itself is not stored. */
  readonly digest: string;
  /**
   * The digests of earlier refresh tokens, newest first, each with the end of its grace period in milliseconds since
   * 1970.
   */
  readonly rotated?: readonly { readonly digest: string; readonly until: number }[];
  /** The scopes that managed login granted; all of the API's if absent. */
  readonly scopes?: readonly string[];
}

/**
 * Milliseconds for which an ended sign-in is remembered, so that the error can distinguish an ended token from an
 * invented one.
 */
const endedRetention = 24 * 3600_000;

/** The number of used refresh tokens of one sign-in that are distinguished from invented ones. */
const maxRotatedDigests = 20;

const newToken = (id: string) => `${Buffer.from(id).toString('base64url')}.${randomBytes(48).toString('base64url')}`;
const digestOf = (token: string) => createHash('sha256').update(token).digest();
const invalid = (message: string) => new ServiceError('NotAuthorizedException', message);

export class SignIns {
  private readonly store: Store<SignIn>;

  constructor(private readonly kernel: Kernel) {
    this.store = kernel.store<SignIn>('cognito-idp', 'sign-ins');
  }

  /** Forgets sign-ins that ended long ago. */
  sweep(): void {
    for (const [id, { expiresAt }] of this.store.entries()) {
      if (expiresAt + endedRetention < this.kernel.now()) this.store.delete(id);
    }
  }

  open(pool: Pool, client: Client, user: User, scopes?: readonly string[]): { signIn: SignIn; refreshToken: string } {
    const id = randomUUID();
    const refreshToken = newToken(id);
    const at = this.kernel.now();
    const signIn: SignIn = {
      id,
      poolId: pool.id,
      clientId: client.id,
      username: user.username,
      eventId: randomUUID(),
      at,
      expiresAt: at + client.validity.refresh * 1000,
      revoked: false,
      digest: digestOf(refreshToken).toString('base64'),
      scopes,
    };
    this.store.put(id, signIn);
    return { signIn, refreshToken };
  }

  get(id: string): SignIn | undefined {
    return this.store.get(id);
  }

  /** Returns the sign-in of a client's refresh token. Throws `NotAuthorizedException`. */
  byRefreshToken(token: string, client: Client): SignIn {
    const id = Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString();
    const signIn = this.store.get(id);
    if (!signIn || signIn.clientId !== client.id) throw invalid('Invalid Refresh Token');
    const isToken = (digest: string) => timingSafeEqual(digestOf(token), Buffer.from(digest, 'base64'));
    const before = signIn.rotated?.find(({ digest }) => isToken(digest));
    if (!isToken(signIn.digest) && !before) throw invalid('Invalid Refresh Token');
    if (signIn.revoked) throw invalid('Refresh Token has been revoked');
    if (signIn.expiresAt <= this.kernel.now()) throw invalid('Refresh Token has expired');
    if (before && before.until <= this.kernel.now()) {
      throw new ServiceError('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation');
    }
    return signIn;
  }

  /** Replaces the refresh token. The previous one stays valid for another `graceSeconds`. */
  rotate({ id }: SignIn, graceSeconds: number): string {
    const signIn = this.store.get(id) as SignIn;
    const refreshToken = newToken(id);
    const now = this.kernel.now();
    const rotated = [{ digest: signIn.digest, until: now + graceSeconds * 1000 }, ...(signIn.rotated ?? [])];
    const digest = digestOf(refreshToken).toString('base64');
    this.store.put(id, { ...signIn, digest, rotated: rotated.slice(0, maxRotatedDigests) });
    return refreshToken;
  }

  revoke(signIn: SignIn): void {
    this.store.put(signIn.id, { ...signIn, revoked: true });
  }

  revokeAll(user: User): void {
    for (const signIn of this.of(user)) if (!signIn.revoked) this.revoke(signIn);
  }

  /** Forgets all sign-ins of a user who is deleted: their tokens become unknown. */
  forget(user: User): void {
    for (const { id } of this.of(user)) this.store.delete(id);
  }

  private of({ poolId, username }: User): SignIn[] {
    return this.store
      .entries()
      .map(([, signIn]) => signIn)
      .filter((signIn) => signIn.poolId === poolId && signIn.username === username);
  }
}
