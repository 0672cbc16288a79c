import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { isNamed } from '../shared/errors';
import type { UserDirectory } from './canary-user';
import type { CanaryCredentials } from './credentials';

/** Users of Cognito's user pools. */
export class CognitoDirectory implements UserDirectory {
  constructor(private readonly client: CognitoIdentityProviderClient) {}

  async ensure(UserPoolId: string, Username: string): Promise<void> {
    const UserAttributes = [
      { Name: 'email', Value: Username },
      // Otherwise Cognito would send a code to the address, which has no mailbox.
      { Name: 'email_verified', Value: 'true' },
    ];
    try {
      await this.client.send(
        new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
      );
    } catch (error) {
      if (!isNamed(error, 'UsernameExistsException')) throw error;
    }
  }

  async setPassword(UserPoolId: string, { user: Username, password: Password }: CanaryCredentials): Promise<void> {
    await this.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  }

  async addToGroup(UserPoolId: string, Username: string, GroupName: string): Promise<void> {
    await this.client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  }

  async remove(UserPoolId: string, Username: string): Promise<void> {
    try {
      await this.client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    } catch (error) {
      if (!isNamed(error, 'UserNotFoundException')) throw error;
    }
  }
}
