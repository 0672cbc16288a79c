import {
  DecryptCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
} from '@aws-sdk/client-kms';
import { createKms } from '../../../services/kms';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let client: KMSClient;
let KeyId: string;

const KeyPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'kms:*', Resource: '*' },
  ],
};

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createKms(kernel)]);
  client = new KMSClient(laptop.clientConfig);
  KeyId = (await laptop.deploy('AWS::KMS::Key', 'Key', { KeyPolicy })).attributes.Arn as string;
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

test('a key has the policy of its template', async () => {
  const { Policy = '', PolicyName } = await client.send(new GetKeyPolicyCommand({ KeyId }));
  expect([JSON.parse(Policy), PolicyName]).toEqual([KeyPolicy, 'default']);
});

test('aliases are listed with the keys that they name', async () => {
  await laptop.deploy('AWS::KMS::Alias', 'Alias', { AliasName: 'alias/films', TargetKeyId: KeyId });
  const { Aliases } = await client.send(new ListAliasesCommand({}));
  expect(Aliases).toEqual([
    {
      AliasName: 'alias/films',
      AliasArn: 'arn:aws:kms:eu-west-1:000000000000:alias/films',
      TargetKeyId: KeyId.split('/').at(-1),
    },
  ]);
});

test('a data key without plaintext is 32 bytes that only the key decrypts, in the same context', async () => {
  const EncryptionContext = { asset: 'a1' };
  const { CiphertextBlob, ...rest } = await client.send(
    new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }),
  );
  expect(rest).toMatchObject({ KeyId });
  expect(rest).not.toHaveProperty('Plaintext');
  const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  expect(Plaintext).toHaveLength(32);
  await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
    name: 'InvalidCiphertextException',
  });
});
