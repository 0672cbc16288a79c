import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type CryptoKey, exportJWK, type JWK } from 'jose';
import type { Kernel } from '../../kernel/kernel';

/** An RS256 key as a JWK with its private part. */
export interface SigningKey extends JWK {
  readonly kid: string;
}

/** The secrets of a pool, which exist as long as the pool. */
export interface PoolSecrets {
  readonly idKey: SigningKey;
  readonly accessKey: SigningKey;
  /** 32 bytes, base64. The key seals the state that clients keep between the steps of a sign-in. */
  readonly sealKey: string;
}

/** Returns a pool's secrets, which are made at its first deployment. A token issued before a restart stays valid. */
export async function poolSecrets(kernel: Kernel, poolId: string): Promise<PoolSecrets> {
  const store = kernel.store<PoolSecrets>('cognito-idp', 'secrets');
  const before = store.get(poolId);
  if (before) return before;
  const [idKey, accessKey] = await Promise.all([signingKey(), signingKey()]);
  const secrets = { idKey, accessKey, sealKey: randomBytes(32).toString('base64') };
  store.put(poolId, secrets);
  return secrets;
}

async function signingKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = await exportJWK(privateKey as unknown as CryptoKey);
  return { ...jwk, alg: 'RS256', use: 'sig', kid: randomBytes(32).toString('base64') };
}

/** Returns the public part of a key. */
export function publicPart({ alg, e, kid, kty, n, use }: SigningKey): SigningKey {
  return { alg, e, kid, kty, n, use };
}

/** Makes the tokens of a deleted pool invalid, even if the pool is created again. */
export function forgetSecrets(kernel: Kernel, poolId: string): void {
  kernel.store<PoolSecrets>('cognito-idp', 'secrets').delete(poolId);
}
