import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../shared/aws-client';
import { customResource } from './custom-resource';
import { signingKey } from './signing-key';
import { SecretsManagerStore } from './signing-key.client';

export const handler = customResource(signingKey(new SecretsManagerStore(awsClient(SecretsManagerClient))));
