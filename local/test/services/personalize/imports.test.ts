import {
  CreateDataDeletionJobCommand,
  CreateDatasetImportJobCommand,
  DescribeDataDeletionJobCommand,
  DescribeDatasetCommand,
  DescribeDatasetGroupCommand,
  DescribeEventTrackerCommand,
  ListDatasetImportJobsCommand,
} from '@aws-sdk/client-personalize';
import { PutItemsCommand, PutUsersCommand } from '@aws-sdk/client-personalize-events';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { buildWorker } from '../../../testing/engine-worker';
import { allow, deployRole } from '../../../testing/role';
import { csv, header, importTable, putTitles, recommend, titles, watches } from './audience';
import { ask, failure, type Stand, startStand, tell, until } from './support';

const worker = buildWorker('recommend');
let stand: Stand;
beforeEach(async () => {
  stand = await startStand(worker);
});
afterEach(() => stand.laptop.stop());

const now = () => Math.floor(Date.now() / 1000);
const load = async () => {
  await putTitles(stand, titles);
  await importTable(stand, stand.datasets.Interactions, csv([header, ...watches(now())]));
  await recommend(stand, 'top-picks');
};
const watchedBy = async (userId: string) => {
  const left = await ask(stand, 'top-picks', { userId, numResults: 500 });
  return titles.filter((title) => !left.includes(title)).sort();
};

test.each([
  [
    'without a column that is required',
    csv([
      ['USER_ID', 'ITEM_ID', 'TIMESTAMP'],
      ['u', 'i', '1'],
    ]),
    'Input csv is missing the following columns: [EVENT_TYPE]',
  ],
  [
    'with a column that the schema lacks',
    csv([
      [...header, 'DEVICE'],
      ['u', 'i', '1', 'Watch', '', 'tv'],
    ]),
    'Input csv has the column DEVICE, which the schema does not have',
  ],
  [
    'with a time that is not a number',
    csv([header, ['u', 'i', 'noon', 'Watch', '']]),
    "Row 2: 'noon' is not a valid long for TIMESTAMP",
  ],
  ['with a row that is too short', csv([header, ['u', 'i', '1']]), 'Row 2 has 3 columns, not 5'],
  ['with a value that must not be empty', csv([header, ['u', '', '1', 'Watch', '']]), 'Row 2 has no ITEM_ID'],
  ['with its columns in quotes', '"USER_ID","ITEM_ID"\n', expect.stringMatching(/must not be quoted/)],
])('a table %s fails to be imported, and says why', async (_, text, failureReason) => {
  expect(await importTable(stand, stand.datasets.Interactions, text)).toMatchObject({
    status: 'CREATE FAILED',
    failureReason,
  });
});

test('a role that may not read the table brings nothing', async () => {
  const job = await importTable(stand, stand.datasets.Interactions, csv([header]), 'FULL', [allow('s3:ListBucket')]);
  expect(job).toMatchObject({ status: 'CREATE FAILED', failureReason: expect.stringMatching(/s3:GetObject/) });
});

test('a full import takes the place of earlier ones, not of what was streamed', async () => {
  await load();
  await tell(stand, 'streamer', 'Watch', 'comedy-9');
  const rows = [['importer', 'comedy-1', String(now()), 'Watch', '']];
  await importTable(stand, stand.datasets.Interactions, csv([header, ...rows]), 'INCREMENTAL');
  expect(await watchedBy('importer')).toEqual(['comedy-1']);
  expect(await watchedBy('horror-viewer-0')).not.toEqual([]);
  await importTable(
    stand,
    stand.datasets.Interactions,
    csv([header, ['importer', 'comedy-2', String(now()), 'Watch', '']]),
  );
  expect(await watchedBy('importer')).toEqual(['comedy-2']);
  expect(await watchedBy('horror-viewer-0')).toEqual([]);
  stand = await stand.restart();
  expect(await watchedBy('importer')).toEqual(['comedy-2']);
  expect(await watchedBy('streamer')).toEqual(['comedy-9']);
});

test('what was streamed and comes again by import counts once', async () => {
  await load();
  const at = now();
  await importTable(stand, stand.datasets.Interactions, csv([header, ...watches(at)]), 'INCREMENTAL');
  const before = await ask(stand, 'top-picks', { userId: 'nobody' });
  await importTable(stand, stand.datasets.Interactions, csv([header, ...watches(at)]), 'INCREMENTAL');
  expect(await ask(stand, 'top-picks', { userId: 'nobody' })).toEqual(before);
});

test('a deletion forgets the users of its table, for good', async () => {
  await load();
  await tell(stand, 'leaver', 'Watch', 'comedy-9');
  await tell(stand, 'stayer', 'Watch', 'comedy-9');
  const bucket = await stand.laptop.deploy('AWS::S3::Bucket', 'Erasure', {});
  const s3 = new S3Client({ ...stand.laptop.clientConfig, forcePathStyle: true });
  const Body = csv([['USER_ID'], ['leaver'], ['horror-viewer-0']]);
  await s3.send(new PutObjectCommand({ Bucket: bucket.ref, Key: 'users.csv', Body }));
  s3.destroy();
  const roleArn = await deployRole(
    stand.laptop,
    'personalize.amazonaws.com',
    [allow('s3:GetObject', 's3:ListBucket')],
    'Eraser',
  );
  const { dataDeletionJobArn } = await stand.personalize.send(
    new CreateDataDeletionJobCommand({
      ...{ jobName: 'erasure', datasetGroupArn: stand.groupArn, roleArn },
      dataSource: { dataLocation: `s3://${bucket.ref}/users.csv` },
    }),
  );
  const job = await until(async () => {
    const found = await stand.personalize.send(new DescribeDataDeletionJobCommand({ dataDeletionJobArn }));
    return /COMPLETED|FAILED/.test(found.dataDeletionJob?.status ?? '') ? found.dataDeletionJob : undefined;
  });
  expect(job).toMatchObject({ status: 'COMPLETED', numDeleted: 2 });
  for (let round = 0; round < 2; round++) {
    expect(await watchedBy('leaver')).toEqual([]);
    expect(await watchedBy('horror-viewer-0')).toEqual([]);
    expect(await watchedBy('stayer')).toEqual(['comedy-9']);
    stand = await stand.restart();
  }
});

test('items and users have the fields of their schemas, written in camel case', async () => {
  const { events, datasets } = stand;
  const put = (properties: object) =>
    events.send(
      new PutItemsCommand({
        datasetArn: datasets.Items,
        items: [{ itemId: 'x', properties: JSON.stringify(properties) }],
      }),
    );
  await put({ genres: 'war|drama', creationTimestamp: now(), status: 'READY', year: null });
  await events.send(
    new PutUsersCommand({
      datasetArn: datasets.Users,
      users: [{ userId: 'x', properties: JSON.stringify({ languages: 'en|es' }) }],
    }),
  );
  for (const wrong of [{ GENRES: 'war' }, { colour: 'red' }, { year: 'new' }, { itemId: 'y' }])
    expect(await failure(put(wrong))).toMatchObject({ name: 'InvalidInputException' });
  const users = [{ userId: 'x', properties: '{}' }];
  expect(await failure(events.send(new PutUsersCommand({ datasetArn: datasets.Items, users })))).toMatchObject({
    name: 'InvalidInputException',
  });
  const unknown = new PutUsersCommand({ datasetArn: `${datasets.Users}x`, users });
  expect(await failure(events.send(unknown))).toMatchObject({ name: 'ResourceNotFoundException' });
});

test('jobs are listed, and their names are taken', async () => {
  const { datasets, personalize, groupArn } = stand;
  const job = await importTable(
    stand,
    datasets.Users,
    csv([
      ['USER_ID', 'LANGUAGES'],
      ['u', 'en'],
    ]),
  );
  expect(job).toMatchObject({ status: 'ACTIVE' });
  const { datasetImportJobs } = await personalize.send(
    new ListDatasetImportJobsCommand({ datasetArn: datasets.Users }),
  );
  expect(datasetImportJobs).toMatchObject([{ jobName: job.jobName, status: 'ACTIVE', importMode: 'FULL' }]);
  const again = new CreateDatasetImportJobCommand({
    ...{ jobName: job.jobName, datasetArn: datasets.Users, roleArn: job.roleArn },
    dataSource: job.dataSource,
  });
  expect(await failure(personalize.send(again))).toMatchObject({ name: 'ResourceAlreadyExistsException' });
  const group = await personalize.send(new DescribeDatasetGroupCommand({ datasetGroupArn: groupArn }));
  expect(group.datasetGroup).toMatchObject({ name: 'films', domain: 'VIDEO_ON_DEMAND', status: 'ACTIVE' });
});

test('one import at a time goes into a dataset', async () => {
  await stand.laptop.stop();
  // The first import stays in its first state.
  stand = await startStand(worker, undefined, 2 ** 31 - 1);
  const { laptop, personalize, datasets } = stand;
  const roleArn = await deployRole(laptop, 'personalize.amazonaws.com', [], 'Nobody');
  const begin = (jobName: string) =>
    personalize.send(
      new CreateDatasetImportJobCommand({
        ...{ jobName, roleArn, datasetArn: datasets.Users },
        dataSource: { dataLocation: 's3://nowhere/users.csv' },
      }),
    );
  await begin('first');
  expect(await failure(begin('second'))).toMatchObject({ name: 'ResourceInUseException' });
});

test('dataset and tracker tell of each other', async () => {
  const { personalize, datasets, trackingId, groupArn } = stand;
  const { dataset } = await personalize.send(new DescribeDatasetCommand({ datasetArn: datasets.Interactions }));
  expect(dataset).toMatchObject({ datasetType: 'INTERACTIONS', trackingId, status: 'ACTIVE' });
  const eventTrackerArn = `arn:aws:personalize:eu-west-1:000000000000:event-tracker/${trackingId.slice(0, 8)}`;
  const { eventTracker } = await personalize.send(new DescribeEventTrackerCommand({ eventTrackerArn }));
  expect(eventTracker).toMatchObject({ trackingId, datasetGroupArn: groupArn, accountId: '000000000000' });
});

test('roles may do what their policies say', async () => {
  const { kernel } = stand.laptop;
  const statements = [{ Effect: 'Allow', Action: 'personalize:PutEvents', Resource: '*' }];
  const roleArn = await deployRole(stand.laptop, 'lambda.amazonaws.com', statements, 'Handler');
  const principal = { kind: 'role', accountId: kernel.accountId, roleArn, sessionName: 'handler' } as const;
  const call = (service: string, operation: string, input: object) =>
    kernel.call({ service, operation, region: 'eu-west-1', principal, input });
  const eventList = [{ eventType: 'Watch', itemId: 'a', sentAt: new Date() }];
  const put = { trackingId: stand.trackingId, sessionId: 's', userId: 'u', eventList };
  expect(await call('personalize-events', 'PutEvents', put)).toEqual({});
  const ask = { recommenderArn: 'arn:aws:personalize:eu-west-1:000000000000:recommender/x', userId: 'u' };
  expect(await failure(call('personalize-runtime', 'GetRecommendations', ask))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/personalize:GetRecommendations/),
  });
});
