import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { createKms } from '../../../services/kms';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
beforeEach(async () => {
  laptop = await startLaptop((kernel) => [createKms(kernel)]);
});
afterEach(() => laptop.stop());

test("a key's policy decides on the key behind an alias, and on the encryption context", async () => {
  const roleArn = await deployRole(laptop, 'lambda.amazonaws.com');
  const key = await laptop.deploy('AWS::KMS::Key', 'Key', {
    KeyPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: roleArn },
          Action: 'kms:Encrypt',
          Resource: '*',
          Condition: { StringEquals: { 'kms:EncryptionContext:purpose': 'films' } },
        },
      ],
    },
  });
  await laptop.deploy('AWS::KMS::Alias', 'Alias', { AliasName: 'alias/films', TargetKeyId: key.ref });
  const client = new KMSClient({
    ...laptop.clientConfig,
    credentials: laptop.kernel.credentials(roleArn, 'test'),
  });
  const encrypt = (purpose: string) =>
    client.send(
      new EncryptCommand({
        KeyId: 'alias/films',
        Plaintext: new Uint8Array([1]),
        EncryptionContext: { purpose },
      }),
    );
  expect((await encrypt('films')).KeyId).toBe(key.attributes.Arn);
  await expect(encrypt('songs')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  client.destroy();
});
