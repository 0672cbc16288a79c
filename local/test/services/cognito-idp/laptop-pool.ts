import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Kernel } from '../../../kernel/kernel';
import type { LocalService } from '../../../kernel/service';
import { type Cognito, createCognito } from '../../../services/cognito-idp';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { SrpClient } from './srp-client';

export const password = 'Correct-horse-9';

/** A pool as an app with accounts by e-mail defines it. */
export const poolProperties = {
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  Policies: { PasswordPolicy: { MinimumLength: 12 } },
  Schema: [{ Name: 'email', Required: true, Mutable: true }],
  MfaConfiguration: 'OPTIONAL',
  EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
};
export const clientProperties = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  AccessTokenValidity: 30,
  IdTokenValidity: 20,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
};

export interface LaptopPool {
  readonly laptop: Laptop;
  readonly cognito: Cognito;
  readonly api: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly clientId: string;
  /** The text of the last mail. */
  lastMail(): string;
  createUser(email: string): Promise<void>;
  signIn(email: string, secret?: string): Promise<Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>>;
  signInBySrp(email: string, secret?: string): Promise<Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>>;
  stop(): Promise<void>;
}

export interface PoolOptions {
  readonly home?: string;
  readonly pool?: object;
  readonly client?: object;
  readonly services?: (kernel: Kernel) => LocalService[];
}

export async function startPool(options: PoolOptions = {}): Promise<LaptopPool> {
  let cognito: Cognito | undefined;
  const laptop = await startLaptop(
    (kernel) => {
      cognito = createCognito(kernel);
      return [cognito, ...(options.services?.(kernel) ?? [])];
    },
    { home: options.home },
  );
  const pool = { ...poolProperties, ...options.pool };
  const { ref: poolId } = await laptop.deploy('AWS::Cognito::UserPool', 'Users', pool);
  const client = { ...clientProperties, UserPoolId: poolId, ...options.client };
  const { ref: clientId } = await laptop.deploy('AWS::Cognito::UserPoolClient', 'App', client);
  for (const GroupName of ['viewer', 'creator']) {
    await laptop.deploy('AWS::Cognito::UserPoolGroup', GroupName, { GroupName, UserPoolId: poolId });
  }
  const api = new CognitoIdentityProviderClient(laptop.clientConfig);
  return {
    laptop,
    cognito: cognito as Cognito,
    api,
    poolId,
    clientId,
    lastMail() {
      const folder = join(laptop.kernel.folder('cognito-idp'), 'mail');
      const [last = ''] = readdirSync(folder).sort().reverse();
      return readFileSync(join(folder, last), 'utf8');
    },
    async createUser(Username) {
      const user = { UserPoolId: poolId, Username };
      await api.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
      await api.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    },
    async signIn(USERNAME, PASSWORD = password) {
      const AuthParameters = { USERNAME, PASSWORD };
      const command = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const;
      const { AuthenticationResult } = await api.send(new InitiateAuthCommand(command));
      return AuthenticationResult as never;
    },
    async signInBySrp(USERNAME, secret = password) {
      const srp = new SrpClient(poolId, secret);
      const AuthParameters = { USERNAME, SRP_A: srp.publicValue };
      const command = { ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters } as const;
      const { ChallengeName, ChallengeParameters } = await api.send(new InitiateAuthCommand(command));
      const ChallengeResponses = srp.answer(ChallengeParameters ?? {});
      const { AuthenticationResult } = await api.send(
        new RespondToAuthChallengeCommand({ ClientId: clientId, ChallengeName, ChallengeResponses }),
      );
      return AuthenticationResult as never;
    },
    async stop() {
      api.destroy();
      await laptop.stop();
    },
  };
}

/** Stops the laptop's clock, which only `wait` advances, so that no test depends on the duration of its steps. */
export function stopClock({ kernel }: LaptopPool['laptop']) {
  let now = Date.now();
  jest.spyOn(kernel, 'now').mockImplementation(() => now);
  return {
    /** Milliseconds since 1970. */
    now: () => now,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}
