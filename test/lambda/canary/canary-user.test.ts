import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { canaryUser, type UserDirectory } from '../../../lambda/canary/canary-user';
import { readCredentials } from '../../../lambda/canary/credentials';

const properties = { SecretArn: 'arn:secret', UserPoolId: 'pool', User: 'canary@example.invalid', Group: 'creator' };

/** A request of CloudFormation, as far as the resource reads it. */
const event = (RequestType: string, ResourceProperties: object = properties) =>
  ({ RequestType, RequestId: 'r', PhysicalResourceId: 'pool/canary@example.invalid', ResourceProperties }) as never;

function world(secret?: string) {
  const state = { secret, users: new Map<string, string>(), groups: [] as string[], writes: 0, isUp: true };
  const directory: UserDirectory = {
    async ensure(_pool, user) {
      if (!state.users.has(user)) state.users.set(user, '');
    },
    async setPassword(_pool, { user, password }) {
      if (!state.isUp) throw new Error('no password was set');
      state.users.set(user, password);
    },
    async addToGroup(_pool, user, group) {
      state.groups.push(`${user} ${group}`);
    },
    async remove(_pool, user) {
      state.users.delete(user);
    },
  };
  const store = {
    read: async () => state.secret,
    async write(_arn: string, value: string) {
      state.secret = value;
      state.writes++;
    },
  };
  const work = canaryUser(store, directory);
  return { state, run: (what: CloudFormationCustomResourceEvent) => work(what) };
}

test('the user has the password of the secret, which the response does not contain', async () => {
  const { state, run } = world();
  const outcome = await run(event('Create'));
  const { user, password } = readCredentials(state.secret);
  expect([user, state.users.get(user)]).toEqual([properties.User, password]);
  // What the pool's policy requires.
  expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!-]).{40,}$/);
  expect(state.groups).toEqual([`${properties.User} creator`]);
  expect(JSON.stringify(outcome)).not.toContain(password);
});

test('a request that failed halfway is completed by its repetition, with the same password', async () => {
  const { state, run } = world();
  state.isUp = false;
  await expect(run(event('Create'))).rejects.toThrow('no password was set');
  const before = state.secret;
  state.isUp = true;
  await run(event('Create'));
  expect([state.secret, state.writes]).toEqual([before, 1]);
  expect(state.users.get(properties.User)).toBe(readCredentials(before).password);
});

test.each([
  ['a random text', 'kTz;8Jq'],
  ['another user', JSON.stringify({ user: 'other@example.invalid', password: 'x' })],
])('a secret with %s is replaced', async (_name, secret) => {
  const { state, run } = world(secret);
  await run(event('Create'));
  expect(readCredentials(state.secret).user).toBe(properties.User);
});

test('the user goes with the resource', async () => {
  const { state, run } = world();
  await run(event('Create'));
  await run(event('Delete'));
  expect(state.users.size).toBe(0);
});

test('a secret that cannot be read is not quoted', () => {
  expect(() => readCredentials('{"user": "a", "passwort": "geheim"}')).toThrow(
    new Error('The secret of the canary has no user and password'),
  );
});
