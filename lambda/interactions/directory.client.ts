import { AdminGetUserCommand, type CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { isNamed } from '../shared/errors';
import type { Directory } from './viewer-store';

/** The user pool. */
export class UserPoolDirectory implements Directory {
  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly userPoolId: string,
  ) {}

  async find(username: string): Promise<string | undefined> {
    try {
      const { UserAttributes } = await this.client.send(
        new AdminGetUserCommand({ UserPoolId: this.userPoolId, Username: username }),
      );
      return UserAttributes?.find(({ Name }) => Name === 'sub')?.Value;
    } catch (error) {
      // No user has a name of another form. Cognito's message about it repeats the name, and must not reach the log.
      if (isNamed(error, 'UserNotFoundException', 'InvalidParameterException')) return undefined;
      throw error;
    }
  }
}
