import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  allow,
  createEvents,
  createStates,
  deployRole,
  ended,
  fastClock,
  type Laptop,
  startLaptop,
} from '@omnistream/local/test';
import { ServiceError } from '@omnistream/local/wire';
import { useCases } from '../../../../lambda/shared/recommenders';
import { type LifecycleScope, lifecycleDefinition } from '../../../../lib/constructs/recommenders/lifecycle-definition';
import { Answering } from './services';

const aws = new Answering();
const account = 'arn:aws:personalize:eu-west-1:000000000000';
const groupOf = (number: number) => `${account}:dataset-group/omnistream-dev-${number}`;
let laptop: Laptop;
let client: SFNClient;
/** One state machine for each scope. */
const machines = new Map<string, string>();
let RoleArn: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [...aws.services, createStates(kernel, fastClock), createEvents(kernel)]);
  client = new SFNClient(laptop.clientConfig);
  RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow('*')]);
});
afterAll(() => laptop.stop());

const placeholders = (number: number) => ({
  [`Group${number}`]: groupOf(number),
  [`RecommenderPrefix${number}`]: `${account}:recommender/omnistream-dev-${number}-`,
  [`ItemsDataset${number}`]: `${groupOf(number).replace(':dataset-group/', ':dataset/')}/ITEMS`,
  [`ItemsSchema${number}`]: `${account}:schema/items-${number}-newest`,
  [`UsersDataset${number}`]: `${groupOf(number).replace(':dataset-group/', ':dataset/')}/USERS`,
  [`UsersSchema${number}`]: `${account}:schema/users-${number}-newest`,
});

async function machineOf(scope: LifecycleScope): Promise<string> {
  const name = `Lifecycle${scope.maxRecommenders}of${scope.generations.join('')}`;
  const known = machines.get(name);
  if (known) return known;
  const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', name, {
    RoleArn,
    DefinitionString: JSON.stringify(lifecycleDefinition(scope)),
    DefinitionSubstitutions: {
      ...Object.assign({}, ...scope.generations.map(placeholders)),
      Database: 'omnistream_dev',
      Workgroup: 'omnistream-dev',
      ImportsWorkgroup: 'omnistream-dev-imports',
      ImportFile: 'arn:aws:lambda:eu-west-1:000000000000:function:ImportFile',
      Load: 'arn:aws:lambda:eu-west-1:000000000000:function:Load',
      ImportRole: 'arn:aws:iam::000000000000:role/import',
      InteractionsDataset: `${account}:dataset/omnistream-dev/INTERACTIONS`,
      Prefix: 'omnistream-dev',
      Stage: 'dev',
      Partition: 'aws',
    },
  });
  machines.set(name, ref);
  return ref;
}

interface World {
  readonly interactions?: number;
  readonly viewers?: number;
  /** @default all recommenders of one generation */
  readonly scope?: LifecycleScope;
  /** By use case, or `{generation}-{use case}`; missing ones do not exist. */
  readonly recommenders?: Readonly<
    Record<string, { readonly status: string; readonly days?: number; readonly group?: string }>
  >;
  /** By use case. */
  readonly asked?: Readonly<Record<string, number>>;
  /** What an import says of itself, in turn; the last stays. */
  readonly imports?: readonly string[];
  /** The newest schema that a dataset was moved to, and what came of it. By default, all have their newest. */
  readonly schemas?: (datasetArn: string) => object;
  /** What comes of loading a page of titles or viewers. By default, it is the last one. */
  readonly load?: (page: Page) => Page;
  readonly answers?: Answering['answers'];
}

interface Page {
  readonly subject?: string;
  readonly after: string | null;
}

const refused =
  (name: string, status = 400) =>
  () => {
    throw new ServiceError(name, `${name}, says the test`, status);
  };

const newestSchema = (datasetArn: string) => {
  const [, number, type = ''] = /dev-(\d)\/(.*)/.exec(datasetArn) ?? [];
  return `${account}:schema/${type.toLowerCase()}-${number}-newest`;
};
const newest = (datasetArn: string) => ({ schemaArn: newestSchema(datasetArn), status: 'ACTIVE' });

const all = (status: string, days = 30) => Object.fromEntries(useCases.map((useCase) => [useCase, { status, days }]));

/** Runs the state machine once in a world. */
async function run({
  interactions = 0,
  viewers = 0,
  recommenders = {},
  asked = {},
  imports = ['ACTIVE'],
  scope = { stage: 'dev', maxRecommenders: 5, generations: [1] },
  schemas = newest,
  load = () => ({ after: null }),
  answers,
}: World) {
  aws.calls.length = 0;
  const left = [...imports];
  aws.answers = {
    StartQueryExecution: ({ QueryString }) => ({
      QueryExecutionId: Buffer.from(QueryString).toString('hex').slice(0, 120),
    }),
    GetQueryExecution: ({ QueryExecutionId }) => ({
      QueryExecution: {
        QueryExecutionId,
        Status: { State: 'SUCCEEDED', SubmissionDateTime: new Date() },
        ResultConfiguration: { OutputLocation: 's3://lake/imports/q.csv' },
      },
    }),
    GetQueryResults: () => ({
      ResultSet: {
        Rows: [
          ['interactions', 'viewers_with_two'],
          [String(interactions), String(viewers)],
        ].map((row) => ({
          Data: row.map((VarCharValue) => ({ VarCharValue })),
        })),
      },
    }),
    Invoke: ({ FunctionName, Payload }) => {
      const output = FunctionName.endsWith('Load')
        ? load(JSON.parse(Buffer.from(Payload).toString()))
        : { location: 's3://lake/imports/q/interactions.csv' };
      return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(output)) };
    },
    CreateDatasetImportJob: () => ({ datasetImportJobArn: `${account}:dataset-import-job/omnistream-dev-1` }),
    DescribeDatasetImportJob: () => {
      const status = left.length > 1 ? left.shift() : left[0];
      return { datasetImportJob: { status, ...(status === 'CREATE FAILED' && { failureReason: 'no such column' }) } };
    },
    GetMetricData: ({ MetricDataQueries }) => ({
      MetricDataResults: MetricDataQueries.map(
        (query: { Id: string; MetricStat: { Metric: { Dimensions: { Name: string; Value: string }[] } } }) => {
          const named = query.MetricStat.Metric.Dimensions.map(({ Name, Value }) => [Name, Value]);
          const { Stage, UseCase = '' } = Object.fromEntries(named);
          const count = Stage === 'dev' ? (asked[UseCase] ?? 0) : 0;
          // Of two days, or of none.
          return { Id: query.Id, Values: count > 0 ? [count - 1, 1] : [] };
        },
      ),
    }),
    DescribeRecommender: ({ recommenderArn }) => {
      const [, generation, useCase] = /dev-(\d)-(.*)/.exec(recommenderArn) ?? [];
      const found = recommenders[`${generation}-${useCase}`] ?? recommenders[useCase ?? ''];
      if (!found) throw new ServiceError('ResourceNotFoundException', 'no such recommender', 400);
      const creationDateTime = new Date(Date.now() - (found.days ?? 30) * 86_400_000);
      const datasetGroupArn = found.group ?? groupOf(Number(generation));
      return { recommender: { recommenderArn, datasetGroupArn, status: found.status, creationDateTime } };
    },
    CreateRecommender: ({ name }) => ({ recommenderArn: `${account}:recommender/${name}` }),
    StartRecommender: ({ recommenderArn }) => ({ recommenderArn }),
    StopRecommender: ({ recommenderArn }) => ({ recommenderArn }),
    DeleteRecommender: () => ({}),
    DescribeDataset: ({ datasetArn }) => ({ dataset: { datasetArn, ...schemas(datasetArn) } }),
    UpdateDataset: ({ datasetArn }) => ({ datasetArn }),
    ...answers,
  };
  const start = new StartExecutionCommand({ stateMachineArn: await machineOf(scope), input: '{"pollSeconds":1}' });
  const { executionArn } = await client.send(start);
  const { status, output, error, cause } = await ended(client, executionArn as string);
  return { status, error, cause, ...(output && { output: JSON.parse(output) }) };
}

const enough = { interactions: 1000, viewers: 25 };
const outcomes = (outcome: string) => useCases.map((useCase) => ({ useCase, outcome }));

afterEach(() => expect(aws.faults).toEqual([]));

test.each([
  { interactions: 999, viewers: 500 },
  { interactions: 5000, viewers: 24 },
])('with too little to learn from ($interactions, $viewers), nothing is imported or made', async (world) => {
  expect(await run(world)).toMatchObject({
    status: 'SUCCEEDED',
    output: { import: 'too little', recommenders: outcomes('missing') },
  });
  expect(aws.changes).toEqual([]);
});

test('the first time there is enough, it is imported, and all recommenders are made', async () => {
  const ran = await run({ ...enough, imports: ['CREATE PENDING', 'CREATE IN_PROGRESS', 'ACTIVE'] });
  expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { import: 'done', recommenders: outcomes('created') } });
  expect(aws.of('StartQueryExecution')).toMatchObject([
    { QueryString: expect.stringContaining('personalize_minima'), WorkGroup: 'omnistream-dev' },
    { QueryString: expect.stringContaining('personalize_interactions'), WorkGroup: 'omnistream-dev-imports' },
  ]);
  expect(JSON.parse(Buffer.from(aws.of('Invoke')[0].Payload).toString())).toEqual({
    exported: 's3://lake/imports/q.csv',
  });
  expect(aws.of('CreateDatasetImportJob')).toEqual([
    {
      jobName: expect.stringMatching(/^omnistream-dev-\d{13}$/),
      datasetArn: `${account}:dataset/omnistream-dev/INTERACTIONS`,
      dataSource: { dataLocation: 's3://lake/imports/q/interactions.csv' },
      roleArn: 'arn:aws:iam::000000000000:role/import',
      importMode: 'FULL',
    },
  ]);
  expect(aws.of('DescribeDatasetImportJob')).toHaveLength(3);
  expect(aws.of('CreateRecommender')).toContainEqual({
    name: 'omnistream-dev-1-because-you-watched',
    datasetGroupArn: groupOf(1),
    recipeArn: 'arn:aws:personalize:::recipe/aws-vod-because-you-watched-x',
    recommenderConfig: { minRecommendationRequestsPerSecond: 1 },
  });
  expect(aws.of('CreateRecommender')).toHaveLength(5);
});

test('recommenders that are asked for stay as they are', async () => {
  const asked = Object.fromEntries(useCases.map((useCase) => [useCase, 3]));
  const ran = await run({ ...enough, recommenders: all('ACTIVE'), asked });
  expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { import: 'done', recommenders: outcomes('ACTIVE') } });
  expect(aws.changes).toEqual(['CreateDatasetImportJob']);
});

test.each([
  ['with enough to learn from', enough],
  ['with too little', {}],
])('%s, a recommender that nobody asked for a week is stopped, unless it is younger', async (_, world) => {
  const asked = { 'top-picks': 1 };
  const recommenders = { ...all('ACTIVE'), 'more-like': { status: 'ACTIVE', days: 6 } };
  expect((await run({ ...world, recommenders, asked })).status).toBe('SUCCEEDED');
  expect(aws.changes.filter((change) => !change.includes('Dataset')).sort()).toEqual([
    'StopRecommender omnistream-dev-1-because-you-watched',
    'StopRecommender omnistream-dev-1-most-popular',
    'StopRecommender omnistream-dev-1-trending-now',
  ]);
});

test('a stopped recommender that was requested is started, and no other', async () => {
  await run({ ...enough, recommenders: all('INACTIVE'), asked: { 'trending-now': 1 } });
  expect(aws.changes.slice(1)).toEqual(['StartRecommender omnistream-dev-1-trending-now']);
});

test('one under way is left alone, and one that could not be made is deleted, to be made again', async () => {
  const recommenders = { ...all('CREATE IN_PROGRESS'), 'top-picks': { status: 'CREATE FAILED' } };
  expect((await run({ ...enough, recommenders })).status).toBe('SUCCEEDED');
  expect(aws.changes.slice(1)).toEqual(['DeleteRecommender omnistream-dev-1-top-picks']);
});

test('an import that fails fails the execution, after what is idle was stopped; nothing is made on no data', async () => {
  const recommenders = { 'top-picks': { status: 'ACTIVE' } };
  const ran = await run({ ...enough, imports: ['CREATE FAILED'], recommenders });
  expect(ran).toMatchObject({ status: 'FAILED', error: 'ImportFailed', cause: 'no such column' });
  expect(aws.changes.slice(1)).toEqual(['StopRecommender omnistream-dev-1-top-picks']);
});

test('an import that never ends is not waited for for ever', async () => {
  expect(await run({ ...enough, imports: ['CREATE IN_PROGRESS'] })).toMatchObject({
    status: 'FAILED',
    error: 'ImportTimedOut',
  });
  expect(aws.of('DescribeDatasetImportJob')).toHaveLength(240);
  // Five hundred steps, on a machine that may be busy.
});

test('a query that fails fails the execution, and recommenders are looked after all the same', async () => {
  const recommenders = { 'top-picks': { status: 'ACTIVE' } };
  const GetQueryExecution = () => ({ QueryExecution: { Status: { State: 'FAILED', StateChangeReason: 'no view' } } });
  const ran = await run({ recommenders, answers: { GetQueryExecution } });
  expect(ran).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('no view') });
  expect(aws.changes).toEqual(['StopRecommender omnistream-dev-1-top-picks']);
});

test('one recommender that fails keeps no other from its turn, and fails the execution in the end', async () => {
  const CreateRecommender = ({ name }: { name: string }) => {
    if (name.endsWith('more-like')) throw new ServiceError('LimitExceededException', 'too many recommenders', 400);
    return { recommenderArn: `${account}:recommender/${name}` };
  };
  const ran = await run({ ...enough, answers: { CreateRecommender } });
  expect(ran).toMatchObject({ status: 'FAILED', error: 'RecommenderFailed' });
  expect(JSON.parse(ran.cause as string)).toMatchObject({
    useCase: 'more-like',
    error: 'Personalize.LimitExceededException',
  });
  expect(new Set(aws.of('CreateRecommender').map(({ name }) => name)).size).toBe(5);
});

describe('beside another execution', () => {
  test('an import under way is left to it, and so are new recommenders', async () => {
    const ran = await run({ ...enough, answers: { CreateDatasetImportJob: refused('ResourceInUseException') } });
    expect(ran).toMatchObject({
      status: 'SUCCEEDED',
      output: { import: 'elsewhere', recommenders: outcomes('missing') },
    });
    expect(aws.changes).toEqual(['CreateDatasetImportJob']);
  });

  test.each([
    ['CreateRecommender', 'ResourceAlreadyExistsException', {}],
    ['StopRecommender', 'ResourceInUseException', all('ACTIVE')],
  ])('%s that comes second is no failure, and is not tried again', async (operation, error, recommenders) => {
    const ran = await run({ ...enough, recommenders, answers: { [operation]: refused(error) } });
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { recommenders: outcomes('in use') } });
    expect(aws.of(operation)).toHaveLength(5);
  });
});

describe('a stage with fewer recommenders than use cases', () => {
  const scope: LifecycleScope = { stage: 'dev', maxRecommenders: 2, generations: [1] };

  test('has the first of them made, and asks for no others', async () => {
    const ran = await run({ ...enough, scope });
    expect(ran.output.recommenders.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      ...['created', 'created', 'missing', 'missing', 'missing'],
    ]);
    expect(aws.of('GetMetricData')[0].MetricDataQueries).toHaveLength(2);
  });

  test('has those above the number deleted, whatever they are asked for, and none that is on its way', async () => {
    const recommenders = {
      ...all('ACTIVE'),
      'most-popular': { status: 'INACTIVE' },
      'trending-now': { status: 'CREATE IN_PROGRESS' },
    };
    await run({ scope, recommenders, asked: Object.fromEntries(useCases.map((useCase) => [useCase, 9])) });
    expect(aws.changes).toEqual([
      'DeleteRecommender omnistream-dev-1-more-like',
      'DeleteRecommender omnistream-dev-1-most-popular',
    ]);
  });

  test('without any, imports and asks nothing, and is left with none', async () => {
    const none: LifecycleScope = { stage: 'dev', maxRecommenders: 0, generations: [1] };
    const ran = await run({ ...enough, scope: none, recommenders: { 'top-picks': { status: 'ACTIVE' } } });
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { import: 'not wanted' } });
    expect(aws.changes).toEqual(['DeleteRecommender omnistream-dev-1-top-picks']);
    for (const operation of ['StartQueryExecution', 'GetMetricData']) expect(aws.of(operation)).toEqual([]);
  });
});

describe('a new generation beside an old one', () => {
  const scope: LifecycleScope = { stage: 'dev', maxRecommenders: 2, generations: [2, 1] };
  const asked = Object.fromEntries(useCases.map((useCase) => [useCase, 9]));
  const old = { '1-top-picks': { status: 'ACTIVE' }, '1-because-you-watched': { status: 'ACTIVE' } };

  test('is learned from and made, while the old one goes on', async () => {
    const ran = await run({ ...enough, scope, asked, recommenders: old });
    expect(aws.changes).toEqual([
      'CreateDatasetImportJob',
      'CreateRecommender omnistream-dev-2-top-picks',
      'CreateRecommender omnistream-dev-2-because-you-watched',
    ]);
    expect(aws.of('CreateRecommender')[0].datasetGroupArn).toBe(groupOf(2));
    expect(ran.output.older.slice(0, 2)).toMatchObject([{ outcome: 'ACTIVE' }, { outcome: 'ACTIVE' }]);
  });

  test('has each old recommender deleted once the new one is active, and no sooner', async () => {
    const recommenders = {
      ...old,
      '2-top-picks': { status: 'ACTIVE' },
      '2-because-you-watched': { status: 'CREATE IN_PROGRESS' },
    };
    await run({ scope, asked, recommenders });
    expect(aws.changes).toEqual(['DeleteRecommender omnistream-dev-1-top-picks']);
  });

  test('never has an old one made again', async () => {
    const recommenders = { '2-top-picks': { status: 'ACTIVE' }, '2-because-you-watched': { status: 'ACTIVE' } };
    const ran = await run({ ...enough, scope, asked, recommenders });
    expect(aws.changes).toEqual(['CreateDatasetImportJob']);
    expect(new Set(ran.output.older.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['missing']));
  });
});

test('a recommender of a group that was replaced is deleted, to be made again', async () => {
  const recommenders = { 'top-picks': { status: 'ACTIVE', group: groupOf(9) } };
  await run({ ...enough, recommenders, asked: { 'top-picks': 5 } });
  expect(aws.changes).toContain('DeleteRecommender omnistream-dev-1-top-picks');
});

describe('schemas', () => {
  const scope: LifecycleScope = { stage: 'dev', maxRecommenders: 0, generations: [2, 1] };
  const first = { schemaArn: `${account}:schema/first`, status: 'ACTIVE' };
  const update = (datasetArn: string, status: string, failureReason?: string) => ({
    ...first,
    latestDatasetUpdate: { schemaArn: newestSchema(datasetArn), status, ...(failureReason && { failureReason }) },
  });

  test('that are the newest are left alone', async () => {
    const ran = await run({ scope });
    expect(aws.of('DescribeDataset')).toHaveLength(4);
    expect(aws.changes).toEqual([]);
    expect(ran.output.schemas.map(({ outcome }: { outcome: string }) => outcome)).toEqual(Array(4).fill('newest'));
  });

  test('that are older are replaced, of titles and viewers of all generations', async () => {
    await run({ scope, schemas: () => first });
    expect(aws.of('UpdateDataset').map(({ datasetArn, schemaArn }) => [datasetArn, schemaArn])).toEqual(
      [2, 1].flatMap((number) =>
        ['Items', 'Users'].map((type) => {
          const { [`${type}Dataset${number}`]: dataset, [`${type}Schema${number}`]: schema } = placeholders(number);
          return [dataset, schema];
        }),
      ),
    );
  });

  test('on their way are waited for, and one that failed is tried again and fails the execution', async () => {
    const ran = await run({
      scope,
      schemas: (arn) =>
        arn.endsWith('ITEMS') ? update(arn, 'CREATE IN_PROGRESS') : update(arn, 'CREATE FAILED', 'too many columns'),
    });
    expect(aws.of('UpdateDataset').map(({ datasetArn }) => datasetArn.split('/').at(-1))).toEqual(['USERS', 'USERS']);
    expect(ran).toMatchObject({ status: 'FAILED', error: 'SchemaFailed' });
    expect(ran.cause).toContain('too many columns');
  });

  test('of a dataset that is in use wait for the next day', async () => {
    const ran = await run({
      scope,
      schemas: () => first,
      answers: { UpdateDataset: refused('ResourceInUseException') },
    });
    expect(ran).toMatchObject({ status: 'SUCCEEDED' });
    expect(aws.of('UpdateDataset')).toHaveLength(4);
  });

  test('that cannot be replaced fail the execution, after the recommenders were looked after', async () => {
    const ran = await run({
      scope,
      schemas: () => first,
      recommenders: { '2-top-picks': { status: 'ACTIVE' } },
      answers: { UpdateDataset: refused('InvalidInputException') },
    });
    expect(ran).toMatchObject({ status: 'FAILED', error: 'SchemaFailed' });
    expect(aws.changes).toContain('DeleteRecommender omnistream-dev-2-top-picks');
  });
});

describe('a dataset group without recommenders', () => {
  const pages = () =>
    aws
      .of('Invoke')
      .filter(({ FunctionName }) => FunctionName.endsWith('Load'))
      .map(({ Payload }) => JSON.parse(Buffer.from(Payload).toString()) as Page);

  test('is given all titles and all viewers, page by page, before its recommenders are made', async () => {
    const next: Record<string, string> = { null: 'a', a: 'b' };
    const ran = await run({
      ...enough,
      load: ({ subject, after }) => ({ after: (subject === 'titles' && next[String(after)]) || null }),
    });
    expect(ran.status).toBe('SUCCEEDED');
    expect(pages().map(({ subject, after }) => [subject, after])).toEqual([
      ['titles', null],
      ['titles', 'a'],
      ['titles', 'b'],
      ['viewers', null],
    ]);
    const order = aws.calls.map(({ operation }) => operation);
    expect(order.lastIndexOf('Invoke')).toBeLessThan(order.indexOf('CreateRecommender'));
  });

  test('is given them once', async () => {
    await run({ ...enough, recommenders: { 'top-picks': { status: 'CREATE IN_PROGRESS' } } });
    expect(pages()).toEqual([]);
  });

  test('gets none where they cannot be put, and the execution fails', async () => {
    const load = () => {
      throw new ServiceError('ServiceException', 'no', 400);
    };
    const ran = await run({ ...enough, load });
    expect(ran.status).toBe('FAILED');
    expect(aws.of('CreateRecommender')).toEqual([]);
  });
});
