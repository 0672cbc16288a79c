import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { openOwnerKeys, readOwnerKeys } from '../../iam/owner-keys';
import { type Laptop, startLaptop } from '../../testing/start-services';

const at = { endpoint: 'http://127.0.0.1:8081', region: 'eu-west-1' };
const newFile = () => join(mkdtempSync(join(tmpdir(), 'owner-')), 'home/aws-config');

async function caller({ clientConfig }: Laptop, credentials = clientConfig.credentials) {
  const client = new STSClient({ ...clientConfig, credentials, maxAttempts: 1 });
  const identity = client.send(new GetCallerIdentityCommand({}));
  return identity
    .then(
      ({ Arn }) => Arn,
      (error: Error) => error.name,
    )
    .finally(() => client.destroy());
}

test('each data folder has keys of its own, with the form of AWS’s', () => {
  const [one, two] = [openOwnerKeys(newFile(), at), openOwnerKeys(newFile(), at)];
  for (const { accessKeyId, secretAccessKey } of [one, two]) {
    expect(accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
  }
  expect(one.accessKeyId).not.toBe(two.accessKeyId);
  expect(one.secretAccessKey).not.toBe(two.secretAccessKey);
});

test('a later start keeps the keys, and writes its own address', () => {
  const file = newFile();
  const keys = openOwnerKeys(file, at);
  expect(openOwnerKeys(file, { ...at, endpoint: 'http://127.0.0.1:9081' })).toEqual(keys);
  expect(readOwnerKeys(file)).toEqual(keys);
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines).toContain('[profile omnistream]');
  expect(lines.filter((line) => line.startsWith('endpoint_url'))).toEqual(['endpoint_url = http://127.0.0.1:9081']);
});

test('only the owner of the file can read it, whoever could read it before', () => {
  const file = newFile();
  openOwnerKeys(file, at);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  const open = join(mkdtempSync(join(tmpdir(), 'owner-')), 'aws-config');
  writeFileSync(open, readFileSync(file), { mode: 0o644 });
  expect(openOwnerKeys(open, at)).toEqual(readOwnerKeys(file));
  expect(statSync(open).mode & 0o777).toBe(0o600);
});

test('a data folder without keys, as earlier versions made it, gets them, and the fixed keys open nothing', async () => {
  const home = mkdtempSync(join(tmpdir(), 'owner-'));
  const laptop = await startLaptop(() => [], { home });
  const owner = 'arn:aws:iam::000000000000:root';
  expect(await caller(laptop)).toBe(owner);
  expect(readOwnerKeys(join(home, 'aws-config'))).toMatchObject({
    accessKeyId: laptop.clientConfig.credentials.accessKeyId,
  });
  const fixed = { accessKeyId: 'omnistream', secretAccessKey: 'omnistream' };
  expect(await caller(laptop, fixed)).toBe('InvalidClientTokenId');
  const again = await laptop.restart();
  expect(await caller(again, laptop.clientConfig.credentials)).toBe(owner);
  await again.stop();
});
