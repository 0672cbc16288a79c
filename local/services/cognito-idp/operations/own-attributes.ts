import type {
  DeleteUserCommandInput,
  DeleteUserCommandOutput,
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput,
  UpdateUserAttributesCommandInput,
  UpdateUserAttributesCommandOutput,
  VerifyUserAttributeCommandInput,
  VerifyUserAttributeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { readOwnAttributes } from '../attributes';
import { checkCode, sendCode } from '../codes';
import { deleteUser } from '../delete-user';
import { type Directory, invalidParameter } from '../directory';
import { refuseTakenEmail } from '../email-change';

type Output<T> = Omit<T, '$metadata'>;

/** Operations by which users change their own attributes, with an access token. */
export function ownAttributes(directory: Directory) {
  const { users, tokens } = directory;
  const onlyEmail = (name: string | undefined) => {
    if (name !== 'email') throw invalidParameter(`Only the attribute email can be verified, not ${name}`);
  };
  return {
    async UpdateUserAttributes(
      input: UpdateUserAttributesCommandInput,
    ): Promise<Output<UpdateUserAttributesCommandOutput>> {
      const { pool, client, user } = await tokens.holder(input.AccessToken);
      const { email, ...others } = readOwnAttributes(pool, client, input.UserAttributes);
      const attributes = { ...user.attributes, ...others };
      if (email === undefined || email === user.attributes.email) {
        users.update(pool, user, { attributes });
        return {};
      }
      refuseTakenEmail(directory, pool, user, email);
      const isKept = pool.verifiedBeforeUpdate.includes('email');
      const changed = isKept ? attributes : { ...attributes, email, email_verified: 'false' };
      const updated = users.update(pool, user, { attributes: changed, pendingEmail: isKept ? email : undefined });
      if (!pool.autoVerifiedAttributes.includes('email')) return {};
      return { CodeDeliveryDetailsList: [sendCode(directory, pool, updated, 'VerifyEmail')] };
    },

    async GetUserAttributeVerificationCode(
      input: GetUserAttributeVerificationCodeCommandInput,
    ): Promise<Output<GetUserAttributeVerificationCodeCommandOutput>> {
      const { pool, user } = await tokens.holder(input.AccessToken);
      onlyEmail(input.AttributeName);
      return { CodeDeliveryDetails: sendCode(directory, pool, user, 'VerifyEmail') };
    },

    async VerifyUserAttribute(
      input: VerifyUserAttributeCommandInput,
    ): Promise<Output<VerifyUserAttributeCommandOutput>> {
      const { pool, user } = await tokens.holder(input.AccessToken);
      onlyEmail(input.AttributeName);
      checkCode(directory, pool, user, 'VerifyEmail', input.Code);
      const email = user.pendingEmail ?? (user.attributes.email as string);
      refuseTakenEmail(directory, pool, user, email);
      const attributes = { ...user.attributes, email, email_verified: 'true' };
      users.update(pool, user, { attributes, code: undefined, pendingEmail: undefined });
      return {};
    },

    async DeleteUser(input: DeleteUserCommandInput): Promise<Output<DeleteUserCommandOutput>> {
      const { pool, user } = await tokens.holder(input.AccessToken);
      deleteUser(directory, pool, user);
      return {};
    },
  };
}
