import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import * as z from 'zod/mini';
import type { Work } from '../shared/custom-resource';
import { text } from '../shared/env';
import type { SecretStore } from '../shared/secret-store';

const properties = z.object({ SecretArn: text });

/**
 * `Custom::SigningKey` {SecretArn}: an ECDSA P-256 key pair. This function creates it, so that the private key is never in
 * a template. An existing key is kept: a repeated request or an update must not invalidate viewers' cookies.
 * Attribute: `PublicKey` (PEM, SPKI).
 */
export function signingKey(secrets: SecretStore): Work {
  return async (event) => {
    // The key is deleted together with the secret.
    if (event.RequestType === 'Delete') return { physicalId: event.PhysicalResourceId };
    const { SecretArn } = z.parse(properties, event.ResourceProperties);
    const kept = publicKeyOf(await secrets.read(SecretArn));
    return { physicalId: SecretArn, attributes: { PublicKey: kept ?? (await make(SecretArn, event.RequestId)) } };
  };

  async function make(secretArn: string, token: string): Promise<string> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    await secrets.write(secretArn, privateKey, token);
    return publicKey;
  }
}

/** The public key of a P-256 private key; `undefined` for other texts: a new secret may contain a random password. */
function publicKeyOf(secret: string | undefined): string | undefined {
  if (!secret?.includes('PRIVATE KEY')) return undefined;
  const key = createPrivateKey(secret);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined;
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
}
