import type {
  ConfirmSignUpCommandInput,
  ConfirmSignUpCommandOutput,
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput,
  SignUpCommandInput,
  SignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ServiceError } from '../../../kernel/service';
import { readOwnAttributes, requireAttributes } from '../attributes';
import { checkSecretHash, clientAndPool } from '../clients';
import { checkCode, sendCode } from '../codes';
import { type Directory, invalidParameter, notAuthorized } from '../directory';
import { checkPassword, storePassword } from '../passwords';
import { requestCode, userWithCode } from '../request-code';

type Output<T> = Omit<T, '$metadata'>;

/** SignUp, ConfirmSignUp and ResendConfirmationCode. */
export function signUp(directory: Directory) {
  const { users, mail } = directory;
  return {
    async SignUp(input: SignUpCommandInput): Promise<Output<SignUpCommandOutput>> {
      const { client, pool } = clientAndPool(directory, input.ClientId);
      const { Username: name = '', Password: password } = input;
      checkSecretHash(client, name, input.SecretHash);
      if (pool.adminCreateUserOnly) throw notAuthorized('SignUp is not permitted for this user pool');
      if (!password) throw invalidParameter('Missing required parameter Password');
      checkPassword(pool.passwordPolicy, password);
      const attributes = readOwnAttributes(pool, client, input.UserAttributes);
      requireAttributes(pool, pool.usernameAttributes.length ? { ...attributes, email: name } : attributes);
      const draft = users.draft(pool, name, attributes, 'UNCONFIRMED');
      const mails = pool.autoVerifiedAttributes.includes('email') && draft.attributes.email !== undefined;
      if (mails) mail.requireQuota(pool);
      const stored = await storePassword(pool, draft.username, password);
      const user = users.add(pool, { ...draft, password: stored });
      return {
        UserConfirmed: false,
        UserSub: user.attributes.sub,
        ...(mails && { CodeDeliveryDetails: sendCode(directory, pool, user, 'SignUp') }),
      };
    },

    ConfirmSignUp(input: ConfirmSignUpCommandInput): Output<ConfirmSignUpCommandOutput> {
      const { pool, user } = userWithCode(directory, input);
      if (user.status !== 'UNCONFIRMED') {
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
      }
      checkCode(directory, pool, user, 'SignUp', input.ConfirmationCode);
      const holder = pool.aliasAttributes.includes('email') && users.find(pool, user.attributes.email ?? '');
      if (holder && holder.username !== user.username) {
        if (!input.ForceAliasCreation) {
          throw new ServiceError('AliasExistsException', 'An account with the email already exists.');
        }
        users.update(pool, holder, { attributes: { ...holder.attributes, email_verified: 'false' } });
      }
      const attributes = { ...user.attributes, email_verified: 'true' };
      users.update(pool, user, { status: 'CONFIRMED', code: undefined, attributes });
      return {};
    },

    ResendConfirmationCode(input: ResendConfirmationCodeCommandInput): Output<ResendConfirmationCodeCommandOutput> {
      return requestCode(directory, input, 'SignUp', (user) => {
        if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
        if (!user.attributes.email)
          throw invalidParameter('The user has no e-mail address to which a code could be sent.');
      });
    },
  };
}
