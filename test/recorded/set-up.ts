import type { Laptop } from '../support/laptop';

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
  bucket: ({ Bucket }) => ['AWS::S3::Bucket', { ...(Bucket !== undefined && { BucketName: Bucket }) }],
  queue: ({ QueueName: _, Attributes = {} }) => ['AWS::SQS::Queue', Attributes as Members],
  secret: ({ Name, SecretString, Description }) => ['AWS::SecretsManager::Secret', { Name, SecretString, Description }],
  key: ({ Description }) => ['AWS::KMS::Key', { Description, KeyPolicy: rootOfAccount }],
  table: (params) => ['AWS::DynamoDB::Table', params],
};

/** Makes what a case starts from, as a template would; returns what the creating operation would have. */
export async function setUp(laptop: Laptop, kind: string, params: Members): Promise<Members> {
  const make = resources[kind];
  if (!make) throw new Error(`the setup ${kind} is not known`);
  count += 1;
  const [type, properties] = make(params);
  const { ref, attributes } = await laptop.deploy(type, `R${count}`, JSON.parse(JSON.stringify(properties)));
  return { Bucket: ref, QueueUrl: ref, TableName: ref, ARN: ref, Name: params.Name, KeyId: ref, Arn: attributes.Arn };
}
