import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { needs } from '../../../testing/needs';
import { startMoto } from '../../support/moto';
import { clientProperties, password, poolProperties, startPool } from './laptop-pool';

interface Backend {
  readonly api: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly clientId: string;
  stop(): Promise<void>;
}

async function motoBackend(): Promise<Backend> {
  const moto = await startMoto();
  const credentials = { accessKeyId: 'moto', secretAccessKey: 'moto' };
  const api = new CognitoIdentityProviderClient({ endpoint: moto.endpoint, region: 'eu-west-1', credentials });
  const { EnabledMfas: _, ...pool } = poolProperties;
  const { UserPool } = await api.send(new CreateUserPoolCommand({ PoolName: 'users', ...(pool as object) }));
  const UserPoolId = UserPool?.Id;
  const client = { ClientName: 'app', UserPoolId, ...(clientProperties as object) };
  const { UserPoolClient } = await api.send(new CreateUserPoolClientCommand(client));
  await api.send(new CreateGroupCommand({ UserPoolId, GroupName: 'viewer' }));
  return {
    api,
    poolId: UserPoolId ?? '',
    clientId: UserPoolClient?.ClientId ?? '',
    async stop() {
      api.destroy();
      moto.stop();
    },
  };
}

/** The same tests run against the laptop and, where it is installed, against moto. */
const backends = [
  { name: 'laptop', suite: describe, start: startPool as () => Promise<Backend> },
  { name: 'moto', suite: needs('moto').describe, start: motoBackend },
];

for (const { name, suite, start } of backends) {
  suite(`user pools on ${name}`, () => {
    const ann = 'ann@example.com';
    let backend: Backend;
    beforeEach(async () => {
      backend = await start();
    });
    afterEach(() => backend?.stop());

    const user = () => ({ UserPoolId: backend.poolId, Username: ann });
    const create = (TemporaryPassword = 'Temporary-77') =>
      backend.api.send(new AdminCreateUserCommand({ ...user(), TemporaryPassword, MessageAction: 'SUPPRESS' }));
    const settle = (Password = password) =>
      backend.api.send(new AdminSetUserPasswordCommand({ ...user(), Password, Permanent: true }));
    const signIn = (PASSWORD = password, USERNAME = ann) =>
      backend.api.send(
        new InitiateAuthCommand({
          ...{ ClientId: backend.clientId, AuthFlow: 'USER_PASSWORD_AUTH' },
          AuthParameters: { USERNAME, PASSWORD },
        }),
      );

    test('a user made by an administrator chooses a password at the first sign-in', async () => {
      const { User } = await create();
      expect(User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
      expect(User?.Attributes).toContainEqual({ Name: 'email', Value: ann });
      const { ChallengeName, Session } = await signIn('Temporary-77');
      expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      const { AuthenticationResult } = await backend.api.send(
        new RespondToAuthChallengeCommand({
          ...{ ClientId: backend.clientId, ChallengeName, Session },
          ChallengeResponses: { USERNAME: ann, NEW_PASSWORD: password },
        }),
      );
      expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', RefreshToken: expect.any(String) });
      const { UserStatus } = await backend.api.send(new AdminGetUserCommand(user()));
      expect(UserStatus).toBe('CONFIRMED');
    });

    test('an access token shows its user', async () => {
      const { User } = await create();
      await settle();
      const { AuthenticationResult } = await signIn();
      const { AccessToken } = AuthenticationResult ?? {};
      const found = await backend.api.send(new GetUserCommand({ AccessToken }));
      expect(found.Username).toBe(User?.Username);
    });

    test('a refresh token gives new tokens, and no new refresh token', async () => {
      await create();
      await settle();
      const { AuthenticationResult } = await signIn();
      const refreshed = await backend.api.send(
        new InitiateAuthCommand({
          ...{ ClientId: backend.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH' },
          AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
        }),
      );
      expect(refreshed.AuthenticationResult).toMatchObject({ AccessToken: expect.any(String) });
      expect(refreshed.AuthenticationResult?.RefreshToken).toBeUndefined();
    });

    test('groups hold the users that were put in, until they are taken out', async () => {
      const { User } = await create();
      const membership = { ...user(), GroupName: 'viewer' };
      await backend.api.send(new AdminAddUserToGroupCommand(membership));
      await backend.api.send(new AdminAddUserToGroupCommand(membership));
      const { Groups } = await backend.api.send(new AdminListGroupsForUserCommand(user()));
      expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['viewer']);
      const list = new ListUsersInGroupCommand({ UserPoolId: backend.poolId, GroupName: 'viewer' });
      expect((await backend.api.send(list)).Users?.map(({ Username }) => Username)).toEqual([User?.Username]);
      await backend.api.send(new AdminRemoveUserFromGroupCommand(membership));
      expect((await backend.api.send(list)).Users).toEqual([]);
    });

    test('users are found by an attribute', async () => {
      await create();
      const find = async (Filter: string) =>
        (await backend.api.send(new ListUsersCommand({ UserPoolId: backend.poolId, Filter }))).Users?.length;
      await expect(find(`email = "${ann}"`)).resolves.toBe(1);
      await expect(find('email ^= "ann@"')).resolves.toBe(1);
      await expect(find('email = "bob@example.com"')).resolves.toBe(0);
    });

    test('a deleted user is gone', async () => {
      await create();
      await backend.api.send(new AdminDeleteUserCommand(user()));
      const get = backend.api.send(new AdminGetUserCommand(user()));
      await expect(get).rejects.toMatchObject({ name: 'UserNotFoundException' });
    });

    test('mistakes are named as Cognito names them', async () => {
      const name = (promise: Promise<unknown>) =>
        promise.then(
          () => 'no error',
          (error: Error) => error.name,
        );
      await create();
      await settle();
      const ClientId = backend.clientId;
      const errors = {
        'a wrong password': await name(signIn('Wrong-horse-99')),
        'a taken name': await name(create()),
        'a weak password': await name(
          backend.api.send(new SignUpCommand({ ClientId, Username: 'bob@example.com', Password: 'weak' })),
        ),
        'a name that is no address': await name(
          backend.api.send(new SignUpCommand({ ClientId, Username: 'bob', Password: password })),
        ),
        'an unknown pool': await name(backend.api.send(new ListUsersCommand({ UserPoolId: 'eu-west-1_AAAAAAAAA' }))),
        'an unknown group': await name(
          backend.api.send(new AdminAddUserToGroupCommand({ ...user(), GroupName: 'nobody' })),
        ),
        'an invented access token': await name(backend.api.send(new GetUserCommand({ AccessToken: 'invented' }))),
      };
      expect(errors).toEqual({
        'a wrong password': 'NotAuthorizedException',
        'a taken name': 'UsernameExistsException',
        'a weak password': 'InvalidPasswordException',
        'a name that is no address': 'InvalidParameterException',
        'an unknown pool': 'ResourceNotFoundException',
        'an unknown group': 'ResourceNotFoundException',
        'an invented access token': 'NotAuthorizedException',
      });
    });
  });
}
