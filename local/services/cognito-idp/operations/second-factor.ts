import type {
  AdminSetUserMFAPreferenceCommandInput,
  AdminSetUserMFAPreferenceCommandOutput,
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput,
  SetUserMFAPreferenceCommandInput,
  SetUserMFAPreferenceCommandOutput,
  SoftwareTokenMfaSettingsType,
  VerifySoftwareTokenCommandInput,
  VerifySoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Call, ServiceError } from '../../../kernel/service';
import { type Directory, invalidParameter, notAuthorized } from '../directory';
import type { Pool } from '../pools';
import { findSession, markUsed, openSession, readSession } from '../sessions';
import { requireSoftwareToken, verifySecret } from '../software-token';
import { newSecret } from '../totp';
import type { User } from '../users';

type Output<T> = Omit<T, '$metadata'>;

/** Operations on authenticator apps, for users who are signed in and for users whose sign-in requires an app. */
export function secondFactor(directory: Directory) {
  const { pools, users, tokens } = directory;

  /** Returns the sign-in that waits for the setup of an app, and marks its session as used. */
  const settingUp = (session: string) => {
    const found = findSession(directory, session);
    if (!found) throw notAuthorized('Invalid session for the user.');
    const { pool } = found;
    const { pending, user } = readSession(directory, pool, found.pending.clientId, session, 'MFA_SETUP');
    return { pool, pending, user, client: pools.client(pending.clientId) };
  };
  const spendSession = (session: string, expiresAt: number) =>
    markUsed(directory, session, expiresAt, 'Invalid session for the user, session can only be used once.');

  const prefer = (pool: Pool, user: User, input: SetUserMFAPreferenceCommandInput | undefined) => {
    const sms = input?.SMSMfaSettings ?? input?.EmailMfaSettings;
    if (sms?.Enabled) throw invalidParameter('This runtime supports only software tokens as a second factor');
    const settings: SoftwareTokenMfaSettingsType | undefined = input?.SoftwareTokenMfaSettings;
    if (!settings) return;
    requireSoftwareToken(pool);
    if (!user.softwareToken) throw invalidParameter('User has not verified software token mfa');
    const enabled = settings.Enabled ?? false;
    const preferred = enabled && (settings.PreferredMfa ?? false);
    users.update(pool, user, { softwareToken: { ...user.softwareToken, enabled, preferred } });
  };

  return {
    async AssociateSoftwareToken(
      input: AssociateSoftwareTokenCommandInput,
    ): Promise<Output<AssociateSoftwareTokenCommandOutput>> {
      const secret = newSecret();
      if (input.AccessToken) {
        const { pool, user } = await tokens.holder(input.AccessToken);
        requireSoftwareToken(pool);
        users.update(pool, user, { offeredSecret: secret });
        return { SecretCode: secret };
      }
      const { pool, client, pending, user } = settingUp(input.Session ?? '');
      requireSoftwareToken(pool);
      spendSession(input.Session ?? '', pending.expiresAt);
      const { demand, trigger } = pending;
      const state = { demand, trigger, offeredSecret: secret };
      return { SecretCode: secret, Session: openSession(directory, pool, client, user, state) };
    },

    async VerifySoftwareToken(
      input: VerifySoftwareTokenCommandInput,
    ): Promise<Output<VerifySoftwareTokenCommandOutput>> {
      const given = { code: input.UserCode ?? '', deviceName: input.FriendlyDeviceName };
      const noSecret = () => new ServiceError('InvalidParameterException', 'Software token has not been associated.');
      if (input.AccessToken) {
        const { pool, user } = await tokens.holder(input.AccessToken);
        if (!user.offeredSecret) throw noSecret();
        // SetUserMFAPreference decides whether sign-in requires the app.
        const enabled = user.softwareToken?.enabled ?? false;
        verifySecret(directory, pool, user, user.offeredSecret, { ...given, enabled });
        return { Status: 'SUCCESS' };
      }
      const { pool, client, pending, user } = settingUp(input.Session ?? '');
      if (!pending.offeredSecret) throw noSecret();
      const current = verifySecret(directory, pool, user, pending.offeredSecret, { ...given, enabled: true });
      spendSession(input.Session ?? '', pending.expiresAt);
      const { demand, trigger } = pending;
      const state = { demand, trigger, verified: true };
      return { Status: 'SUCCESS', Session: openSession(directory, pool, client, current, state) };
    },

    async SetUserMFAPreference(
      input: SetUserMFAPreferenceCommandInput,
    ): Promise<Output<SetUserMFAPreferenceCommandOutput>> {
      const { pool, user } = await tokens.holder(input.AccessToken);
      prefer(pool, user, input);
      return {};
    },

    AdminSetUserMFAPreference(
      input: AdminSetUserMFAPreferenceCommandInput,
      { region }: Call,
    ): Output<AdminSetUserMFAPreferenceCommandOutput> {
      const pool = pools.get(input.UserPoolId, region);
      prefer(pool, users.get(pool, input.Username), { ...input, AccessToken: undefined });
      return {};
    },
  };
}
