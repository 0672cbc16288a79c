import { createPrivateKey, type KeyObject } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * Reads the private key once per process: it changes only together with the public key's id, which is in the
 * environment. A read that fails is not remembered.
 */
export function privateKeySecret(client: SecretsManagerClient, secretArn: string): () => Promise<KeyObject> {
  let key: Promise<KeyObject> | undefined;
  return () => {
    key ??= read().catch((error: unknown) => {
      key = undefined;
      throw error;
    });
    return key;
  };

  async function read(): Promise<KeyObject> {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    if (!SecretString?.includes('PRIVATE KEY')) throw new Error('The secret holds no private key');
    return createPrivateKey(SecretString);
  }
}
