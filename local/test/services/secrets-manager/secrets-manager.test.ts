import { randomUUID } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createSecretsManager } from '../../../services/secrets-manager';
import { type GenerateSecretString, generateSecretString } from '../../../services/secrets-manager/generate';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import cases from '../../cases/generate-secret-string.json';

let laptop: Laptop;
let client: SecretsManagerClient;

beforeEach(async () => {
  laptop = await startLaptop((kernel) => [createSecretsManager(kernel)]);
  client = new SecretsManagerClient(laptop.clientConfig);
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

const deploy = async (properties: object) =>
  (await laptop.deploy('AWS::SecretsManager::Secret', 'Secret', properties)).ref;
const put = (SecretId: string, SecretString: string, more: object = {}) =>
  client.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
const get = (SecretId: string, more: object = {}) => client.send(new GetSecretValueCommand({ SecretId, ...more }));

test('the value that a template generates is made once, and outlives restarts', async () => {
  const SecretId = await deploy({ GenerateSecretString: { PasswordLength: 20 } });
  const { SecretString, VersionStages } = await get(SecretId);
  expect(SecretString).toHaveLength(20);
  expect(VersionStages).toEqual(['AWSCURRENT']);
  client.destroy();
  laptop = await laptop.restart();
  client = new SecretsManagerClient(laptop.clientConfig);
  expect(await deploy({ GenerateSecretString: { PasswordLength: 20 } })).toBe(SecretId);
  expect((await get(SecretId)).SecretString).toBe(SecretString);
});

test('a copy in another region has the value, under the same name, and takes no other', async () => {
  const SecretId = await deploy({ SecretString: 'one', ReplicaRegions: [{ Region: 'eu-central-1' }] });
  const elsewhere = new SecretsManagerClient({ ...laptop.clientConfig, region: 'eu-central-1' });
  const { Name } = await get(SecretId);
  const copy = await elsewhere.send(new GetSecretValueCommand({ SecretId: Name }));
  expect(copy).toMatchObject({ SecretString: 'one', Name, ARN: SecretId.replace('eu-west-1', 'eu-central-1') });
  await put(SecretId, 'two');
  expect((await elsewhere.send(new GetSecretValueCommand({ SecretId: copy.ARN }))).SecretString).toBe('two');
  await expect(elsewhere.send(new PutSecretValueCommand({ SecretId: Name, SecretString: 'x' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('eu-west-1'),
  });
  elsewhere.destroy();
});

test('the value before is the previous one, and older ones are gone', async () => {
  const SecretId = await deploy({});
  await expect(get(SecretId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const first = await put(SecretId, 'one');
  const second = await put(SecretId, 'two');
  await put(SecretId, 'three');
  expect((await get(SecretId)).SecretString).toBe('three');
  expect(await get(SecretId, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({
    SecretString: 'two',
    VersionId: second.VersionId,
  });
  await expect(get(SecretId, { VersionId: first.VersionId })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
  expect(
    Object.values(VersionIdsToStages ?? {})
      .flat()
      .sort(),
  ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
});

test('the same token puts the same value once, and never another', async () => {
  const SecretId = await deploy({});
  const ClientRequestToken = randomUUID();
  await put(SecretId, 'one', { ClientRequestToken });
  await put(SecretId, 'two');
  await put(SecretId, 'one', { ClientRequestToken });
  expect((await get(SecretId)).SecretString).toBe('two');
  await expect(put(SecretId, 'other', { ClientRequestToken })).rejects.toMatchObject({
    name: 'ResourceExistsException',
  });
});

test('a secret is found by name, ARN, and ARN without its suffix; bytes come back as bytes', async () => {
  const arn = await deploy({});
  const SecretBinary = new Uint8Array([0, 255]);
  await client.send(new PutSecretValueCommand({ SecretId: 'test-secret', SecretBinary }));
  for (const id of [arn, arn.slice(0, -7), 'test-secret']) {
    expect(new Uint8Array((await get(id)).SecretBinary as Uint8Array)).toEqual(SecretBinary);
  }
  await expect(get('other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

describe('GenerateSecretString', () => {
  test.each(cases)('$name', ({ input, expected }) => {
    if (expected.error !== undefined) {
      expect(() => generateSecretString(input as GenerateSecretString)).toThrow(expected.error);
    } else {
      // The test must not pass by chance: in many values, excluded characters would occur.
      for (let run = 0; run < 50; run++) {
        expect(generateSecretString(input as GenerateSecretString)).toMatch(
          new RegExp(expected.pattern as string, 's'),
        );
      }
    }
  });
});

test('secrets are listed with the stages of their versions, and without their values', async () => {
  const ARN = await deploy({ Description: 'A key', SecretString: 'one' });
  const { SecretList = [] } = await client.send(new ListSecretsCommand({}));
  expect(SecretList).toMatchObject([{ ARN, Description: 'A key' }]);
  expect(Object.values(SecretList[0]?.SecretVersionsToStages ?? {})).toEqual([['AWSCURRENT']]);
  expect(JSON.stringify(SecretList)).not.toContain('"one"');
});
