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
import { popularityDefinition } from '../../../../lib/constructs/recommenders/popularity-definition';
import { Answering } from './services';

const aws = new Answering();
let laptop: Laptop;
let client: SFNClient;
let machine: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [...aws.services, createStates(kernel, fastClock), createEvents(kernel)]);
  client = new SFNClient(laptop.clientConfig);
  const RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow('*')]);
  const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Popularity', {
    RoleArn,
    DefinitionString: JSON.stringify(popularityDefinition()),
    DefinitionSubstitutions: { Database: 'omnistream_dev', Workgroup: 'omnistream-dev', RankingsTable: 'rankings' },
  });
  machine = ref;
});
afterAll(() => laptop.stop());
afterEach(() => expect(aws.faults).toEqual([]));

const [one, other] = ['aaaaaaaaaaaaaaaaaaaaaa', 'abbbbbbbbbbbbbbbbbbbbb'];

/** Runs the state machine over what the views answer. */
async function run(views: Readonly<Record<string, readonly (readonly [string, string])[]>>) {
  aws.calls.length = 0;
  aws.answers = {
    StartQueryExecution: ({ QueryString }) => ({ QueryExecutionId: /FROM (\w+)/.exec(QueryString)?.[1] }),
    GetQueryExecution: ({ QueryExecutionId }) => ({
      QueryExecution: { QueryExecutionId, Status: { State: 'SUCCEEDED' } },
    }),
    GetQueryResults: ({ QueryExecutionId }) => ({
      ResultSet: {
        Rows: [['asset_id', 'score'], ...(views[QueryExecutionId] ?? [])].map((row) => ({
          Data: row.map((VarCharValue) => ({ VarCharValue })),
        })),
      },
    }),
    PutItem: () => ({}),
  };
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify({ news: 'some news' }) }),
  );
  return (await ended(client, executionArn as string)).status;
}

const written = () => aws.of('PutItem').filter(({ Item }) => Item.id.S !== 'seen');
const rankings = () => new Map(written().map(({ Item }) => [Item.id.S, Item.assets.L]));
const asset = (id: string, score: string) => ({ M: { id: { S: id }, score: { N: score } } });

test('both rankings are kept, the best first, with the time', async () => {
  const views = { popular: [[one, '12.5'] as const, [other, '1.0E-4'] as const], trending: [[other, '3.0'] as const] };
  expect(await run(views)).toBe('SUCCEEDED');
  expect(rankings()).toEqual(
    new Map([
      ['popular', [asset(one, '12.5'), asset(other, '1.0E-4')]],
      ['trending', [asset(other, '3.0')]],
    ]),
  );
  for (const { TableName, Item } of aws.of('PutItem')) {
    expect(TableName).toBe('rankings');
    expect(Date.parse(Item.computedAt.S)).not.toBeNaN();
  }
  for (const { QueryString } of aws.of('StartQueryExecution')) {
    expect(QueryString).toMatch(
      /^SELECT asset_id, score FROM (popular|trending) ORDER BY score DESC, asset_id LIMIT 100$/,
    );
  }
});

test('what the rankings were computed from is noted after them', async () => {
  await run({});
  expect(aws.of('PutItem').at(-1)?.Item).toMatchObject({ id: { S: 'seen' }, news: { S: 'some news' } });
});

test('when nobody watched anything, the rankings are empty', async () => {
  expect(await run({})).toBe('SUCCEEDED');
  expect([...rankings().values()]).toEqual([[], []]);
});
