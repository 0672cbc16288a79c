import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { watched } from '../../shared/denials';
import { readEnv } from '../../shared/env';
import { masterSecret } from '../../shared/master-secret.client';
import { keyProvider } from './key-provider';
import { keyProviderHandler } from './key-provider.env';

export const handler = keyProvider(
  masterSecret(watched(new SecretsManagerClient()), readEnv(keyProviderHandler).MASTER_SECRET_ARN),
);
