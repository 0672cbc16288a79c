import type { ListUsersCommandInput, ListUsersCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../../../kernel/service';
import { describeUser } from '../describe';
import { type Directory, invalidParameter } from '../directory';
import { page } from '../page';
import type { User } from '../users';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html */
const searchable = [
  ...['username', 'email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username', 'sub'],
  ...['cognito:user_status', 'status'],
];

export function listUsers({ pools, users }: Directory) {
  return {
    ListUsers(input: ListUsersCommandInput, { region }: Call): Omit<ListUsersCommandOutput, '$metadata'> {
      const pool = pools.get(input.UserPoolId, region);
      const found = users.list(pool).filter(filter(input.Filter));
      const { items, next } = page(found, input.Limit, input.PaginationToken);
      return { Users: items.map((user) => describeUser(user, input.AttributesToGet)), PaginationToken: next };
    },
  };
}

/** Parses `email = "a@b.c"`, or `email ^= "a"` for a beginning. Throws `InvalidParameterException`. */
function filter(text: string | undefined): (user: User) => boolean {
  if (!text?.trim()) return () => true;
  const [, name = '', operator, quoted = ''] = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(text) ?? [];
  if (!operator) throw invalidParameter('Error while parsing filter.');
  if (!searchable.includes(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  const wanted = quoted.replace(/\\(.)/g, '$1');
  const fits = (value: string) => (operator === '=' ? value === wanted : value.startsWith(wanted));
  return (user) => {
    const value = read(user, name);
    return value !== undefined && fits(value);
  };
}

function read(user: User, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[name];
}
