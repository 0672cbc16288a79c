import {
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTablesCommand,
  GetTableVersionCommand,
  GetTableVersionsCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import { createGlue } from '../../../services/glue';
import { createS3 } from '../../../services/s3';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { columns, database, deployCatalogue, deployLake } from '../../support/lake-bucket';

let laptop: Laptop;
let glue: GlueClient;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createS3(kernel), createGlue(kernel)]);
  glue = new GlueClient(laptop.clientConfig);
  await deployLake(laptop);
  await deployCatalogue(laptop);
});
afterAll(async () => {
  glue.destroy();
  await laptop.stop();
});

const notFound = { name: 'EntityNotFoundException' };

test('databases are listed, and found by name', async () => {
  const { DatabaseList = [] } = await glue.send(new GetDatabasesCommand({}));
  expect(DatabaseList.map(({ Name }) => Name)).toEqual([database]);
  expect((await glue.send(new GetDatabaseCommand({ Name: database }))).Database).toMatchObject({ Name: database });
  await expect(glue.send(new GetDatabaseCommand({ Name: 'none' }))).rejects.toMatchObject(notFound);
});

test('tables are listed in pages, and by a regular expression of the whole name', async () => {
  const page = (more: object) => glue.send(new GetTablesCommand({ DatabaseName: database, ...more }));
  const first = await page({ MaxResults: 1 });
  const second = await page({ MaxResults: 1, NextToken: first.NextToken });
  const names = [first, second].flatMap(({ TableList = [] }) => TableList.map(({ Name }) => Name));
  expect([names.sort(), second.NextToken]).toEqual([['catalogue', 'interactions'], undefined]);
  const matching = async (Expression: string) => (await page({ Expression })).TableList?.map(({ Name }) => Name);
  expect([await matching('inter.*'), await matching('inter')]).toEqual([['interactions'], []]);
});

test('a table has the columns of its template, and one version', async () => {
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName: database, Name: 'interactions' }));
  expect(Table?.StorageDescriptor?.Columns).toEqual(columns);
  const name = { DatabaseName: database, TableName: 'interactions' };
  const { TableVersions = [] } = await glue.send(new GetTableVersionsCommand(name));
  const [version] = TableVersions;
  expect([TableVersions.length, version?.Table?.Name]).toEqual([1, 'interactions']);
  const found = await glue.send(new GetTableVersionCommand({ ...name, VersionId: version?.VersionId }));
  expect(found.TableVersion?.Table?.StorageDescriptor?.Columns).toEqual(columns);
  await expect(glue.send(new GetTableVersionCommand({ ...name, VersionId: '99' }))).rejects.toMatchObject(notFound);
});
