import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  paginateListGroups,
  paginateListUsers,
  paginateListUsersInGroup,
} from '@aws-sdk/client-cognito-identity-provider';
import { unlessGone } from '../../teardown/resource';
import type { Directory, ExportedUser } from './directory';

const record = (attributes: readonly AttributeType[] = []) =>
  Object.fromEntries(attributes.map(({ Name = '', Value = '' }) => [Name, Value]));

export function cognitoDirectory(client: CognitoIdentityProviderClient, UserPoolId: string): Directory {
  const pool = { UserPoolId };
  return {
    async users() {
      const groups = new Map<string, string[]>();
      for await (const { Groups = [] } of paginateListGroups({ client }, pool)) {
        for (const { GroupName = '' } of Groups) {
          for await (const page of paginateListUsersInGroup({ client }, { ...pool, GroupName })) {
            for (const { Username = '' } of page.Users ?? []) {
              groups.set(Username, [...(groups.get(Username) ?? []), GroupName]);
            }
          }
        }
      }
      const users: ExportedUser[] = [];
      for await (const { Users = [] } of paginateListUsers({ client }, pool)) {
        for (const { Username = '', Attributes, UserStatus: status = '', Enabled: enabled = true } of Users) {
          const { sub = '', ...attributes } = record(Attributes);
          users.push({ sub, attributes, status, enabled, groups: groups.get(Username) ?? [] });
        }
      }
      return users;
    },
    find: (Username) =>
      unlessGone(['UserNotFoundException'], async () => {
        const found = await client.send(new AdminGetUserCommand({ ...pool, Username }));
        const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand({ ...pool, Username }));
        return {
          sub: record(found.UserAttributes).sub ?? '',
          status: found.UserStatus ?? '',
          groups: Groups.map(({ GroupName = '' }) => GroupName),
        };
      }),
    async create(Username, attributes) {
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      const { User } = await client.send(
        new AdminCreateUserCommand({ ...pool, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
      );
      return record(User?.Attributes).sub ?? '';
    },
    async lockPassword(Username) {
      // The suffix has a character of each kind that the pool's policy asks for.
      const Password = `${randomBytes(24).toString('base64url')}aA1!`;
      await client.send(new AdminSetUserPasswordCommand({ ...pool, Username, Password, Permanent: true }));
    },
    async addToGroup(Username, GroupName) {
      await client.send(new AdminAddUserToGroupCommand({ ...pool, Username, GroupName }));
    },
    async disable(Username) {
      await client.send(new AdminDisableUserCommand({ ...pool, Username }));
    },
  };
}
