import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { watched } from '../shared/denials';
import { isNamed } from '../shared/errors';
import { customResource } from './custom-resource';
import { type SecretStore, signingKey } from './signing-key';

const client = watched(new SecretsManagerClient());

const secrets: SecretStore = {
  async read(SecretId) {
    try {
      return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  },
  async write(SecretId, SecretString, ClientRequestToken) {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
  },
};

export const handler = customResource(signingKey(secrets));
