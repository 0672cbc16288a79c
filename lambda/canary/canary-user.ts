import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { Work } from '../shared/custom-resource';
import { text } from '../shared/env';
import type { SecretStore } from '../shared/secret-store';
import { type CanaryCredentials, readCredentials } from './credentials';

/** Users of a user pool. */
export interface UserDirectory {
  /** Creates the user if it does not exist, without a message to its address. */
  ensure(userPoolId: string, user: string): Promise<void>;
  setPassword(userPoolId: string, { user, password }: CanaryCredentials): Promise<void>;
  addToGroup(userPoolId: string, user: string, group: string): Promise<void>;
  /** Deletes the user if it exists. */
  remove(userPoolId: string, user: string): Promise<void>;
}

const properties = z.object({ SecretArn: text, UserPoolId: text, User: text, Group: text });

/**
 * `Custom::CanaryUser` {SecretArn, UserPoolId, User, Group}: a user with a random password, which is only in the secret.
 * A password that the secret already has is kept, so that a repeated request changes nothing.
 */
export function canaryUser(secrets: SecretStore, directory: UserDirectory): Work {
  return async (event) => {
    const { SecretArn, UserPoolId, User, Group } = z.parse(properties, event.ResourceProperties);
    const physicalId = `${UserPoolId}/${User}`;
    if (event.RequestType === 'Delete') {
      await directory.remove(UserPoolId, User);
      return { physicalId: event.PhysicalResourceId };
    }
    const known = keptFor(User, await secrets.read(SecretArn));
    const credentials = known ?? { user: User, password: newPassword() };
    if (!known) await secrets.write(SecretArn, JSON.stringify(credentials), event.RequestId);
    await directory.ensure(UserPoolId, User);
    await directory.setPassword(UserPoolId, credentials);
    await directory.addToGroup(UserPoolId, User, Group);
    return { physicalId };
  };
}

/** The credentials in the secret if they are of this user. */
function keptFor(user: string, secret: string | undefined): CanaryCredentials | undefined {
  try {
    const found = readCredentials(secret);
    return found.user === user ? found : undefined;
  } catch {
    return undefined;
  }
}

/** 256 random bits. The suffix has a character of each kind that the pool's policy requires. */
const newPassword = () => `${randomBytes(32).toString('base64url')}aA1!`;
