import type { IncomingMessage, ServerResponse } from 'node:http';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import type { Firewall } from '../wafv2';
import { deleteUser } from './delete-user';
import { createDirectory } from './directory';
import { ensureUser, type WantedUser } from './ensure-user';
import { behindWebAcl } from './firewall';
import { managedLogin } from './managed-login';
import { openId } from './open-id';
import { adminState } from './operations/admin-state';
import { adminUsers } from './operations/admin-users';
import { authentication } from './operations/authenticate';
import { describe } from './operations/describe';
import { groups } from './operations/groups';
import { listUsers } from './operations/list-users';
import { ownAccount } from './operations/own-account';
import { ownAttributes } from './operations/own-attributes';
import { secondFactor } from './operations/second-factor';
import { signUp } from './operations/sign-up';
import { permissions } from './permissions';
import { cognitoResources } from './resources';

export interface Cognito extends LocalService {
  /** Serves `/{poolId}/.well-known/…` and the pages of managed login. Returns false for all other requests. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Creates a confirmed user with that password and those groups, or updates the user who has the address. */
  ensureUser(userPoolId: string, user: WantedUser): Promise<void>;
}

/**
 * Cognito user pools: users, groups, sign-in by password and by SRP, and tokens that can be verified like those of AWS.
 * `firewall` has the web ACLs of user pools; without one, requests are not filtered.
 */
export function createCognito(kernel: Kernel, firewall?: Firewall): Cognito {
  const directory = createDirectory(kernel);
  const login = managedLogin(directory, firewall);
  const operations = {
    ...adminState(directory),
    ...adminUsers(directory),
    ...authentication(directory),
    ...describe(directory),
    ...groups(directory),
    ...listUsers(directory),
    ...ownAccount(directory),
    ...ownAttributes(directory),
    ...secondFactor(directory),
    ...signUp(directory),
  };
  return {
    wire: {
      id: 'cognito-idp',
      sdk,
      permissions,
      operations: firewall ? behindWebAcl(operations, directory, firewall) : operations,
    },
    resources: cognitoResources(kernel, directory.pools, directory.users, (pool, user) =>
      deleteUser(directory, pool, user),
    ),
    handle: (request, response) => openId(kernel, directory.pools, request, response) || login(request, response),
    sweep: () => directory.signIns.sweep(),
    ensureUser: (userPoolId, user) => ensureUser(directory, userPoolId, user),
  };
}
