import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** HKDF makes a weak secret no stronger; the one that the deployment makes has 64 characters. */
const leastLength = 32;

/**
 * Reads the master secret of content keys once per process: another one would be another key for every film, so it never
 * changes. A read that fails is not remembered.
 */
export function masterSecret(client: SecretsManagerClient, SecretId: string): () => Promise<string> {
  let secret: Promise<string> | undefined;
  return () => {
    secret ??= read().catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return secret;
  };

  async function read(): Promise<string> {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
    if (SecretString.length < leastLength) throw new Error('The master secret of content keys is missing or too short');
    return SecretString;
  }
}
