import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { accessTokenOf } from '../support/api';
import { each } from '../support/audience';
import { type Platform, startPlatform } from '../support/platform';

/** Requests of strangers beside those of a member: through the distribution, and to the API's own address. */
let platform: Platform;
let token: string;

beforeAll(async () => {
  platform = await startPlatform();
  token = await accessTokenOf(platform, 'viewer@example.com');
});
afterAll(() => platform?.stop());

/** The throttle responds 429. The handler itself responds 404 for an asset that does not exist. */
const play = `/api/assets/a${'0'.repeat(21)}/playback`;

const statusOf = async (address: string, headers: Record<string, string>, path = play) => {
  const response = await fetch(address + path, { method: 'POST', headers });
  await response.arrayBuffer();
  return response.status;
};
const counts = (statuses: readonly number[]) => {
  const count: Record<number, number> = {};
  for (const status of statuses) count[status] = (count[status] ?? 0) + 1;
  return count;
};
const signedIn = () => ({ authorization: `Bearer ${token}` });
const api = () => `http://127.0.0.1:${platform.port + 2}`;

test.each([
  ['no token', {}],
  ['an empty token', { authorization: '' }],
  ['another scheme', { authorization: 'Basic YTpi' }],
])('43 anonymous requests beside each of a viewer, with %s: the viewer gets no 429', async (_, headers) => {
  const viewer: number[] = [];
  const strangers: number[] = [];
  for (let second = 0; second < 10; second += 1) {
    const flood = each(Array.from({ length: 43 }), 43, () => statusOf(platform.web, headers as Record<string, string>));
    viewer.push(await statusOf(platform.web, signedIn()));
    strangers.push(...(await flood));
  }
  expect(counts(viewer)).toEqual({ 404: 10 });
  expect(counts(strangers)).toEqual({ 401: 430 });
});

describe('the API’s own address', () => {
  const forged = () => ({
    ...signedIn(),
    'cloudfront-viewer-country': 'DE',
    'cloudfront-viewer-address': '203.0.113.7:443',
    'x-forwarded-for': '203.0.113.7',
    'omnistream-viewer-address': '203.0.113.7',
  });

  test('refuses a member who sends CloudFront-Viewer-Country there, with a valid token', async () => {
    expect(await statusOf(platform.web, signedIn())).toBe(404);
    expect(await statusOf(api(), forged())).toBe(401);
  });

  test('refuses a guessed origin key', async () => {
    expect(await statusOf(api(), { ...forged(), 'omnistream-origin-key': randomUUID() })).toBe(403);
  });

  test('is not opened by a header that a viewer sends through the distribution', async () => {
    const headers = { ...signedIn(), 'omnistream-origin-key': 'guessed', 'omnistream-viewer-address': 'forged' };
    expect(await statusOf(platform.web, headers)).toBe(404);
  });
});

test('no log contains a token or an origin key', async () => {
  const secrets = new SecretsManagerClient(platform.owner);
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const SecretId = SecretList.find(({ Description }) => Description?.includes('requests of the distribution'))?.ARN;
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  secrets.destroy();
  expect(SecretString).toMatch(/^[A-Za-z0-9]{48}$/);
  const logs = [join(platform.home, 'runtime.log'), ...filesBelow(join(platform.home, 'data', 'logs'))];
  const text = [platform.output(), ...logs.map((file) => readFileSync(file, 'utf8'))].join('\n');
  expect(text.length).toBeGreaterThan(0);
  expect(text.includes(SecretString ?? '')).toBe(false);
  expect(text.includes(token)).toBe(false);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
