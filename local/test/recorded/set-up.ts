import {
  PutSecretValueCommand,
  type PutSecretValueCommandInput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Laptop } from '../../testing/start-services';

type Members = Readonly<Record<string, unknown>>;

let count = 0;

const rootOfAccount = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'kms:*', Resource: '*' },
  ],
};

/** `{name: value}` of a template, where the API takes a list or the other way around. */
const resources: Readonly<Record<string, (params: Members) => readonly [type: string, properties: Members]>> = {
  bucket: () => ['AWS::S3::Bucket', {}],
  queue: ({ QueueName: _, Attributes = {} }) => ['AWS::SQS::Queue', Attributes as Members],
  secret: ({ Name, Description }) => ['AWS::SecretsManager::Secret', { Name, Description }],
  key: ({ Description }) => ['AWS::KMS::Key', { Description, KeyPolicy: rootOfAccount }],
  table: ({ TableName: _, Tags: __, StreamSpecification, table_name: ___, ...params }) => [
    'AWS::DynamoDB::Table',
    {
      ...params,
      ...(StreamSpecification !== undefined && {
        StreamSpecification: { StreamViewType: (StreamSpecification as Members).StreamViewType },
      }),
    },
  ],
};

/** A secret's first value: templates cannot choose its token. */
async function putSecret(laptop: Laptop, SecretId: string, params: Members): Promise<void> {
  const { SecretString, SecretBinary, ClientRequestToken } = params as Partial<PutSecretValueCommandInput>;
  if (SecretString === undefined && SecretBinary === undefined) return;
  const client = new SecretsManagerClient(laptop.clientConfig);
  await client.send(new PutSecretValueCommand({ SecretId, SecretString, SecretBinary, ClientRequestToken }));
  client.destroy();
}

/** Makes what a case starts from, as a template would; returns what the creating operation would have. */
export async function setUp(laptop: Laptop, kind: string, params: Members): Promise<Members> {
  const make = resources[kind];
  if (!make) throw new Error(`the setup ${kind} is not known`);
  count += 1;
  const [type, properties] = make(params);
  const name = params.Bucket ?? params.TableName;
  const logicalId = `R${count}`;
  const plain = JSON.parse(JSON.stringify(properties));
  const { ref, attributes } = await laptop.deploy(type, logicalId, plain, undefined, name as string | undefined);
  if (kind === 'secret') await putSecret(laptop, ref, params);
  return { Bucket: ref, QueueUrl: ref, TableName: ref, ARN: ref, Name: params.Name, KeyId: ref, Arn: attributes.Arn };
}
