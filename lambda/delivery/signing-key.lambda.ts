import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../shared/aws-client';
import { observed } from '../shared/observed';
import { customResource } from './custom-resource';
import { signingKey } from './signing-key';
import { SecretsManagerStore } from './signing-key.client';

const handle = customResource(signingKey(new SecretsManagerStore(awsClient(SecretsManagerClient))));

export const handler = observed(handle);
