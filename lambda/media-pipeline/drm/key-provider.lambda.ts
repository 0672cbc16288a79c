import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../../shared/aws-client';
import { readEnv } from '../../shared/env';
import { MasterSecret } from '../../shared/master-secret.client';
import { observed } from '../../shared/observed';
import { keyProvider } from './key-provider';
import { keyProviderHandler } from './key-provider.env';

const { MASTER_SECRET_ARN } = readEnv(keyProviderHandler);
const secret = new MasterSecret(awsClient(SecretsManagerClient), MASTER_SECRET_ARN);

const handle = keyProvider(() => secret.read());

export const handler = observed(handle);
