import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../services/dynamodb';
import { needs } from '../../../testing/needs';
import { startLaptop } from '../../../testing/start-services';
import { startMoto } from '../../support/moto';

export const assetsTable = {
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' as const },
    { AttributeName: 'ownerId', AttributeType: 'S' as const },
    { AttributeName: 'createdAt', AttributeType: 'N' as const },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byOwner',
      KeySchema: [
        { AttributeName: 'ownerId', KeyType: 'HASH' as const },
        { AttributeName: 'createdAt', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
};

export const partsTable = {
  AttributeDefinitions: [
    { AttributeName: 'upload', AttributeType: 'S' as const },
    { AttributeName: 'part', AttributeType: 'S' as const },
  ],
  KeySchema: [
    { AttributeName: 'upload', KeyType: 'HASH' as const },
    { AttributeName: 'part', KeyType: 'RANGE' as const },
  ],
};

export interface Backend {
  readonly client: DynamoDBClient;
  readonly assets: string;
  readonly parts: string;
  stop(): Promise<void>;
}

/** The same tests run against the laptop and, where it is installed, against moto. */
export const backends = [
  { name: 'laptop', test, start: laptopBackend },
  { name: 'moto', test: needs('moto').test, start: motoBackend },
];

async function laptopBackend(): Promise<Backend> {
  const laptop = await startLaptop((kernel) => [createDynamoDb(kernel)]);
  const { ref: assets } = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', assetsTable);
  const { ref: parts } = await laptop.deploy('AWS::DynamoDB::Table', 'Parts', partsTable);
  const client = new DynamoDBClient(laptop.clientConfig);
  return {
    client,
    assets,
    parts,
    async stop() {
      client.destroy();
      await laptop.stop();
    },
  };
}

async function motoBackend(): Promise<Backend> {
  const moto = await startMoto();
  const client = new DynamoDBClient({
    endpoint: moto.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' },
  });
  for (const [TableName, table] of [
    ['assets', assetsTable],
    ['parts', partsTable],
  ] as const) {
    await client.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...table }));
  }
  return {
    client,
    assets: 'assets',
    parts: 'parts',
    async stop() {
      client.destroy();
      moto.stop();
    },
  };
}
