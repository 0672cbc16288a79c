import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { createKms } from '../../../services/kms';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let client: KMSClient;

beforeEach(async () => {
  laptop = await startLaptop((kernel) => [createKms(kernel)]);
  client = new KMSClient(laptop.clientConfig);
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

const key = async (logicalId: string, properties: object = {}) =>
  (await laptop.deploy('AWS::KMS::Key', logicalId, properties)).attributes.Arn as string;
const secret = new TextEncoder().encode('secret');
const EncryptionContext = { asset: 'a1', part: '2' };

test('decrypts what it encrypted, in the same encryption context only', async () => {
  const KeyId = await key('Key');
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: secret, EncryptionContext }));
  expect(Buffer.from(CiphertextBlob as Uint8Array).includes('secret')).toBe(false);
  const sameContext = { part: '2', asset: 'a1' };
  const { Plaintext, KeyId: usedKey } = await client.send(
    new DecryptCommand({ CiphertextBlob, EncryptionContext: sameContext }),
  );
  expect(Buffer.from(Plaintext as Uint8Array).toString()).toBe('secret');
  expect(usedKey).toBe(KeyId);
  for (const context of [undefined, { ...EncryptionContext, part: '3' }]) {
    await expect(client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }))).rejects.toMatchObject(
      { name: 'InvalidCiphertextException' },
    );
  }
});

test('a changed, cut or foreign ciphertext is refused', async () => {
  const KeyId = await key('Key');
  const other = await key('Other');
  const { CiphertextBlob = new Uint8Array() } = await client.send(new EncryptCommand({ KeyId, Plaintext: secret }));
  const changed = Uint8Array.from(CiphertextBlob);
  changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
  for (const blob of [changed, CiphertextBlob.slice(0, 20), secret]) {
    await expect(client.send(new DecryptCommand({ CiphertextBlob: blob }))).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  }
  await expect(client.send(new DecryptCommand({ CiphertextBlob, KeyId: other }))).rejects.toMatchObject({
    name: 'IncorrectKeyException',
  });
});

test('a data key comes with its own encryption, and moves to another key', async () => {
  const KeyId = await key('Key');
  const other = await key('Other');
  const { Plaintext, CiphertextBlob } = await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
  expect(Plaintext).toHaveLength(32);
  const moved = await client.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: other }));
  expect(moved).toMatchObject({ SourceKeyId: KeyId, KeyId: other });
  const decrypted = await client.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob }));
  expect(decrypted.Plaintext).toEqual(Plaintext);
  await expect(client.send(new GenerateDataKeyCommand({ KeyId }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('an alias stands for its key, and a disabled key does nothing', async () => {
  const arn = await key('Key');
  await laptop.deploy('AWS::KMS::Alias', 'Alias', { AliasName: 'alias/content', TargetKeyId: arn });
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: 'alias/content' }));
  expect(KeyMetadata).toMatchObject({ Arn: arn, KeyState: 'Enabled' });
  await expect(client.send(new DescribeKeyCommand({ KeyId: 'alias/none' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  await key('Key', { Enabled: false });
  await expect(client.send(new EncryptCommand({ KeyId: 'alias/content', Plaintext: secret }))).rejects.toMatchObject({
    name: 'DisabledException',
  });
});

test('what a multi-region key encrypts, its replica decrypts after a restart', async () => {
  const primary = await key('Key', { MultiRegion: true });
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: primary, Plaintext: secret }));
  client.destroy();
  laptop = await laptop.restart();
  await key('Key', { MultiRegion: true });
  const properties = { PrimaryKeyArn: primary };
  const replica = await laptop.deploy('AWS::KMS::ReplicaKey', 'Replica', properties, 'eu-central-1');
  client = new KMSClient({ ...laptop.clientConfig, region: 'eu-central-1' });
  const { Plaintext, KeyId } = await client.send(new DecryptCommand({ CiphertextBlob, KeyId: replica.ref }));
  expect(Buffer.from(Plaintext as Uint8Array).toString()).toBe('secret');
  expect(KeyId).toBe(primary.replace('eu-west-1', 'eu-central-1'));
});

test('a key for signing is refused by name', async () => {
  await expect(key('Key', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })).rejects.toThrow('KeySpec');
});
