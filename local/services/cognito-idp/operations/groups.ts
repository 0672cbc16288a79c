import type {
  AdminAddUserToGroupCommandInput,
  AdminAddUserToGroupCommandOutput,
  AdminListGroupsForUserCommandInput,
  AdminListGroupsForUserCommandOutput,
  AdminRemoveUserFromGroupCommandInput,
  AdminRemoveUserFromGroupCommandOutput,
  ListGroupsCommandInput,
  ListGroupsCommandOutput,
  ListUsersInGroupCommandInput,
  ListUsersInGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../../../kernel/service';
import { describeGroup, describeUser } from '../describe';
import type { Directory } from '../directory';
import { page } from '../page';

type Output<T> = Omit<T, '$metadata'>;

export function groups({ pools, users }: Directory) {
  return {
    AdminAddUserToGroup(
      input: AdminAddUserToGroupCommandInput,
      { region }: Call,
    ): Output<AdminAddUserToGroupCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      const user = users.get(pool, input.Username);
      const { name } = pools.group(pool, input.GroupName);
      if (!user.groups.includes(name)) users.update(pool, user, { groups: [...user.groups, name] });
      return {};
    },

    AdminRemoveUserFromGroup(
      input: AdminRemoveUserFromGroupCommandInput,
      { region }: Call,
    ): Output<AdminRemoveUserFromGroupCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      const user = users.get(pool, input.Username);
      const { name } = pools.group(pool, input.GroupName);
      users.update(pool, user, { groups: user.groups.filter((group) => group !== name) });
      return {};
    },

    AdminListGroupsForUser(
      input: AdminListGroupsForUserCommandInput,
      { region }: Call,
    ): Output<AdminListGroupsForUserCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      const { groups: names } = users.get(pool, input.Username);
      const found = pools.groupsOf(pool).filter(({ name }) => names.includes(name));
      const { items, next } = page(found, input.Limit, input.NextToken);
      return { Groups: items.map(describeGroup), NextToken: next };
    },

    ListGroups(input: ListGroupsCommandInput, { region }: Call): Output<ListGroupsCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      const { items, next } = page(pools.groupsOf(pool), input.Limit, input.NextToken);
      return { Groups: items.map(describeGroup), NextToken: next };
    },

    ListUsersInGroup(input: ListUsersInGroupCommandInput, { region }: Call): Output<ListUsersInGroupCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      const { name } = pools.group(pool, input.GroupName);
      const members = users.list(pool).filter((user) => user.groups.includes(name));
      const { items, next } = page(members, input.Limit, input.NextToken);
      return { Users: items.map((user) => describeUser(user)), NextToken: next };
    },
  };
}
