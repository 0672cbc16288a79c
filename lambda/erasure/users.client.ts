import {
  AdminDeleteUserCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { isNamed } from '../shared/errors';
import type { Target } from './erasure';
import type { Erased, Store } from './stores';

/**
 * The user in the pool. Without it no token can be refreshed or issued; access tokens that were issued before stay valid
 * until they expire.
 */
export class PoolUsers implements Store {
  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly userPoolId: string,
  ) {}

  async erase(target: Target): Promise<Erased> {
    const names = await this.names(target);
    for (const Username of names) {
      try {
        await this.client.send(new AdminDeleteUserCommand({ UserPoolId: this.userPoolId, Username }));
      } catch (error) {
        if (!isNamed(error, 'UserNotFoundException')) throw error;
      }
    }
    return { removed: names.length, isComplete: true };
  }

  async search(target: Target): Promise<number> {
    return (await this.names(target)).length;
  }

  /** User names, which are not the `sub` of users from other identity providers. */
  private async names({ id }: Target): Promise<string[]> {
    const { Users = [] } = await this.client.send(
      new ListUsersCommand({ UserPoolId: this.userPoolId, Filter: `sub = "${id}"`, AttributesToGet: [] }),
    );
    return Users.flatMap(({ Username }) => (Username === undefined ? [] : [Username]));
  }
}
