import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../shared/aws-client';
import { customResource } from '../shared/custom-resource';
import { observed } from '../shared/observed';
import { SecretsManagerStore } from '../shared/secret-store.client';
import { canaryUser } from './canary-user';
import { CognitoDirectory } from './user-directory.client';

const secrets = new SecretsManagerStore(awsClient(SecretsManagerClient));
const directory = new CognitoDirectory(awsClient(CognitoIdentityProviderClient));

export const handler = observed(customResource(canaryUser(secrets, directory)));
