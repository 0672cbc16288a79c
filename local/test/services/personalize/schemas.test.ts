import {
  DeleteFilterCommand,
  DescribeDatasetCommand,
  DescribeFilterCommand,
  DescribeSchemaCommand,
  ListDataDeletionJobsCommand,
  UpdateDatasetCommand,
} from '@aws-sdk/client-personalize';
import { PutItemsCommand } from '@aws-sdk/client-personalize-events';
import { buildWorker } from '../../../testing/engine-worker';
import { type Stand, schemas, startStand } from './support';

let stand: Stand;

beforeAll(async () => {
  stand = await startStand(buildWorker('recommend'));
});
afterAll(() => stand.laptop.stop());

type Field = Readonly<Record<string, unknown>>;

/** The schema of a dataset after a change. */
async function schemaWith(name: string, type: keyof typeof schemas, change: (fields: Field[]) => Field[]) {
  const { fields, ...rest } = JSON.parse(schemas[type]);
  const Schema = JSON.stringify({ ...rest, fields: change(fields) });
  const properties = { Name: name, Domain: 'VIDEO_ON_DEMAND', Schema };
  return (await stand.laptop.deploy('AWS::Personalize::Schema', name, properties)).ref;
}

const move = (type: keyof typeof schemas, schemaArn: string) =>
  stand.personalize.send(new UpdateDatasetCommand({ datasetArn: stand.datasets[type], schemaArn }));

async function putCountry() {
  const items = [
    {
      itemId: 'a',
      properties: '{"genres":"drama","creationTimestamp":1,"status":"READY","country":"FR"}',
    },
  ];
  await stand.events.send(new PutItemsCommand({ datasetArn: stand.datasets.Items, items }));
}

const country: Field = { name: 'COUNTRY', type: ['null', 'string'], categorical: true };

test.each<[string, keyof typeof schemas, (fields: Field[]) => Field[], string]>([
  ['a new field that may not be null', 'Items', (all) => [...all, { ...country, type: 'string' }], 'COUNTRY'],
  ['a field less', 'Items', (all) => all.filter(({ name }) => name !== 'YEAR'), 'YEAR'],
  [
    'another type',
    'Users',
    (all) => all.map((one) => (one.name === 'LANGUAGES' ? { ...one, type: 'string' } : one)),
    'LANGUAGES',
  ],
  ['anything else for Interactions', 'Interactions', (all) => [...all, country], 'Interactions'],
])('a dataset is not given %s', async (what, type, change, fault) => {
  const schemaArn = await schemaWith(what.replaceAll(' ', '-'), type, change);
  await expect(move(type, schemaArn)).rejects.toMatchObject({
    name: 'InvalidInputException',
    message: expect.stringContaining(fault),
  });
});

test('a dataset with another schema takes the new field, and keeps it when the same template is deployed again', async () => {
  await expect(putCountry()).rejects.toMatchObject({ name: 'InvalidInputException' });
  const schemaArn = await schemaWith('items-2', 'Items', (fields) => [...fields, country]);
  await move('Items', schemaArn);
  await putCountry();

  // Deploys the same resources as `stand`, with the dataset's first schema.
  stand = await stand.restart();
  await putCountry();
  const describe = new DescribeDatasetCommand({ datasetArn: stand.datasets.Items });
  const { dataset } = await stand.personalize.send(describe);
  expect(dataset).toMatchObject({ schemaArn, latestDatasetUpdate: { schemaArn, status: 'ACTIVE' } });
});

test('a template cannot give a dataset another schema', async () => {
  const SchemaArn = await schemaWith('users-2', 'Users', (fields) => [...fields, country]);
  const properties = { Name: 'films-Users', DatasetGroupArn: stand.groupArn, DatasetType: 'Users', SchemaArn };
  await expect(stand.laptop.deploy('AWS::Personalize::Dataset', 'Users', properties)).rejects.toThrow('UpdateDataset');
});

test('a dataset or a schema that does not exist is named', async () => {
  const nowhere = `${stand.groupArn.replace(':dataset-group/', ':schema/')}-none`;
  await expect(move('Items', nowhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a schema is described as it was made', async () => {
  const schemaArn = await schemaWith('items-3', 'Items', (fields) => [...fields, country]);
  const { schema } = await stand.personalize.send(new DescribeSchemaCommand({ schemaArn }));
  expect(schema).toMatchObject({ schemaArn, name: 'items-3', domain: 'VIDEO_ON_DEMAND' });
  expect(JSON.parse(schema?.schema ?? '').fields).toContainEqual(country);
});

test('a filter is gone once it is deleted', async () => {
  const { filterArn } = stand;
  await stand.personalize.send(new DeleteFilterCommand({ filterArn }));
  const missing = { name: 'ResourceNotFoundException' };
  await expect(stand.personalize.send(new DescribeFilterCommand({ filterArn }))).rejects.toMatchObject(missing);
  await expect(stand.personalize.send(new DeleteFilterCommand({ filterArn }))).rejects.toMatchObject(missing);
});

test('a group without deletions of data lists none', async () => {
  const list = new ListDataDeletionJobsCommand({ datasetGroupArn: stand.groupArn });
  expect((await stand.personalize.send(list)).dataDeletionJobs).toEqual([]);
});
