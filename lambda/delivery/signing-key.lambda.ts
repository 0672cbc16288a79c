import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { watched } from '../shared/denials';
import { customResource } from './custom-resource';
import { signingKey } from './signing-key';
import { SecretsManagerStore } from './signing-key.client';

export const handler = customResource(signingKey(new SecretsManagerStore(watched(new SecretsManagerClient()))));
