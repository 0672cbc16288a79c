import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { watched } from '../../shared/denials';
import { readEnv } from '../../shared/env';
import { MasterSecret } from '../../shared/master-secret.client';
import { keyProvider } from './key-provider';
import { keyProviderHandler } from './key-provider.env';

const { MASTER_SECRET_ARN } = readEnv(keyProviderHandler);
const secret = new MasterSecret(watched(new SecretsManagerClient()), MASTER_SECRET_ARN);

export const handler = keyProvider(() => secret.read());
