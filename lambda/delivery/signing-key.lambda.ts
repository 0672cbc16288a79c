import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../shared/aws-client';
import { customResource } from '../shared/custom-resource';
import { observed } from '../shared/observed';
import { SecretsManagerStore } from '../shared/secret-store.client';
import { signingKey } from './signing-key';

const handle = customResource(signingKey(new SecretsManagerStore(awsClient(SecretsManagerClient))));

export const handler = observed(handle);
