import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { lifecycleDefinition } from '../../../lib/constructs/recommenders/lifecycle-definition';
import { useCases } from '../../../lib/constructs/recommenders/use-cases';
import { ServiceError } from '../../../local/kernel/service';
import { createEvents } from '../../../local/services/events';
import { createStates } from '../../../local/services/states';
import { ended, fastClock } from '../../local/states/support';
import { type Laptop, startLaptop } from '../../support/laptop';
import { allow, deployRole } from '../../support/role';
import { Answering } from './services';

const aws = new Answering();
const account = 'arn:aws:personalize:eu-west-1:000000000000';
let laptop: Laptop;
let client: SFNClient;
let machine: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [...aws.services, createStates(kernel, fastClock), createEvents(kernel)]);
  client = new SFNClient(laptop.clientConfig);
  const RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow('*')]);
  const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Lifecycle', {
    RoleArn,
    DefinitionString: JSON.stringify(lifecycleDefinition()),
    DefinitionSubstitutions: {
      Database: 'omnistream_dev',
      Workgroup: 'omnistream-dev',
      ImportsWorkgroup: 'omnistream-dev-imports',
      ImportFile: 'arn:aws:lambda:eu-west-1:000000000000:function:ImportFile',
      ImportRole: 'arn:aws:iam::000000000000:role/import',
      DatasetGroup: `${account}:dataset-group/omnistream-dev`,
      InteractionsDataset: `${account}:dataset/omnistream-dev/INTERACTIONS`,
      RecommenderPrefix: `${account}:recommender/omnistream-dev-`,
      Prefix: 'omnistream-dev',
      Stage: 'dev',
      Partition: 'aws',
    },
  });
  machine = ref;
});
afterAll(() => laptop.stop());

interface World {
  readonly interactions?: number;
  readonly viewers?: number;
  /** By use case; missing ones do not exist. */
  readonly recommenders?: Readonly<Record<string, { readonly status: string; readonly days?: number }>>;
  /** By use case. */
  readonly asked?: Readonly<Record<string, number>>;
  /** What an import says of itself, in turn; the last stays. */
  readonly imports?: readonly string[];
  readonly answers?: Answering['answers'];
}

const refused =
  (name: string, status = 400) =>
  () => {
    throw new ServiceError(name, `${name}, says the test`, status);
  };

const all = (status: string, days = 30) => Object.fromEntries(useCases.map((useCase) => [useCase, { status, days }]));

/** Runs the state machine once in a world. */
async function run({
  interactions = 0,
  viewers = 0,
  recommenders = {},
  asked = {},
  imports = ['ACTIVE'],
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
    Invoke: () => ({ StatusCode: 200, Payload: Buffer.from('{"location":"s3://lake/imports/q/interactions.csv"}') }),
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
      const found = recommenders[recommenderArn.split('omnistream-dev-')[1]];
      if (!found) throw new ServiceError('ResourceNotFoundException', 'no such recommender', 400);
      const creationDateTime = new Date(Date.now() - (found.days ?? 30) * 86_400_000);
      return { recommender: { recommenderArn, status: found.status, creationDateTime } };
    },
    CreateRecommender: ({ name }) => ({ recommenderArn: `${account}:recommender/${name}` }),
    StartRecommender: ({ recommenderArn }) => ({ recommenderArn }),
    StopRecommender: ({ recommenderArn }) => ({ recommenderArn }),
    DeleteRecommender: () => ({}),
    ...answers,
  };
  const start = new StartExecutionCommand({ stateMachineArn: machine, input: '{"pollSeconds":1}' });
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
    name: 'omnistream-dev-because-you-watched',
    datasetGroupArn: `${account}:dataset-group/omnistream-dev`,
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
    'StopRecommender omnistream-dev-because-you-watched',
    'StopRecommender omnistream-dev-most-popular',
    'StopRecommender omnistream-dev-trending-now',
  ]);
});

test('a stopped recommender that somebody asked for is started, and no other', async () => {
  await run({ ...enough, recommenders: all('INACTIVE'), asked: { 'trending-now': 1 } });
  expect(aws.changes.slice(1)).toEqual(['StartRecommender omnistream-dev-trending-now']);
});

test('one under way is left alone, and one that could not be made is deleted, to be made again', async () => {
  const recommenders = { ...all('CREATE IN_PROGRESS'), 'top-picks': { status: 'CREATE FAILED' } };
  expect((await run({ ...enough, recommenders })).status).toBe('SUCCEEDED');
  expect(aws.changes.slice(1)).toEqual(['DeleteRecommender omnistream-dev-top-picks']);
});

test('an import that fails fails the execution, after what is idle was stopped; nothing is made on no data', async () => {
  const recommenders = { 'top-picks': { status: 'ACTIVE' } };
  const ran = await run({ ...enough, imports: ['CREATE FAILED'], recommenders });
  expect(ran).toMatchObject({ status: 'FAILED', error: 'ImportFailed', cause: 'no such column' });
  expect(aws.changes.slice(1)).toEqual(['StopRecommender omnistream-dev-top-picks']);
});

test('an import that never ends is not waited for for ever', async () => {
  expect(await run({ ...enough, imports: ['CREATE IN_PROGRESS'] })).toMatchObject({
    status: 'FAILED',
    error: 'ImportTimedOut',
  });
  expect(aws.of('DescribeDatasetImportJob')).toHaveLength(240);
});

test('a query that fails fails the execution, and recommenders are looked after all the same', async () => {
  const recommenders = { 'top-picks': { status: 'ACTIVE' } };
  const GetQueryExecution = () => ({ QueryExecution: { Status: { State: 'FAILED', StateChangeReason: 'no view' } } });
  const ran = await run({ recommenders, answers: { GetQueryExecution } });
  expect(ran).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('no view') });
  expect(aws.changes).toEqual(['StopRecommender omnistream-dev-top-picks']);
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
