import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { isNamed } from './errors';
import type { SecretStore } from './secret-store';

/** Secrets in Secrets Manager. */
export class SecretsManagerStore implements SecretStore {
  constructor(private readonly client: SecretsManagerClient) {}

  async read(SecretId: string): Promise<string | undefined> {
    try {
      return (await this.client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  }

  async write(SecretId: string, SecretString: string, ClientRequestToken: string): Promise<void> {
    await this.client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
  }
}
