import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoDb } from '../../services/dynamodb';
import { createS3 } from '../../services/s3';
import { createSqs } from '../../services/sqs';
import { createStates } from '../../services/states';
import { allow, deployRole } from '../../testing/role';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { differences } from './compare';
import { CaseFunctions, type Does } from './functions';
import { StillClock } from './still-clock';
import { judge } from './table';
import { type Holder, holdTokens } from './task-tokens';
import { isUnread } from './unread';

interface StatesCase {
  readonly id: string;
  readonly definition: unknown;
  readonly input: unknown;
  readonly functions?: Readonly<Record<string, Does>>;
  readonly queues?: Readonly<Record<string, Holder>>;
  /** Branches ran side by side: their events may be in any order. */
  readonly unordered?: boolean;
  readonly expected: {
    readonly status?: string;
    readonly history?: readonly string[];
    readonly assigned?: readonly unknown[];
    readonly failures?: readonly unknown[];
    readonly accepted?: false;
  };
}

const recordedQueue = 'https://sqs.us-east-1.amazonaws.com/000000000000/queue';

const clock = new StillClock();
const functions = new CaseFunctions(clock);
let laptop: Laptop;
let sfn: SFNClient;
let sqs: SQSClient;
let RoleArn: string;
let count = 0;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [
    functions.service,
    createStates(kernel, clock),
    createSqs(kernel),
    createDynamoDb(kernel),
    createS3(kernel),
  ]);
  const config = { ...laptop.clientConfig, maxAttempts: 1 };
  sfn = new SFNClient(config);
  sqs = new SQSClient(config);
  const actions = ['lambda:*', 'sqs:*', 'dynamodb:*', 's3:*'];
  RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow(...actions)]);
});

afterAll(async () => {
  sfn.destroy();
  sqs.destroy();
  await laptop.stop();
  clock.stop();
});

/** The members of an event that its type names: `taskFailedEventDetails`. */
const detailsOf = (event: HistoryEvent) =>
  Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1] as Readonly<Record<string, unknown>>;

const eventName = (event: HistoryEvent) => {
  const state = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;
  return state === undefined ? event.type : `${event.type}:${state}`;
};

const failureTypes = [
  'TaskFailed',
  'EvaluationFailed',
  'LambdaFunctionFailed',
  'TaskTimedOut',
  'LambdaFunctionTimedOut',
];

function summary(events: readonly HistoryEvent[]) {
  return {
    history: events.map(eventName),
    assigned: events.flatMap(({ stateExitedEventDetails: details }) => {
      if (!details?.assignedVariables) return [];
      const variables = Object.entries(details.assignedVariables).map(([name, text]) => [name, JSON.parse(text)]);
      return [{ state: details.name, variables: Object.fromEntries(variables) }];
    }),
    failures: events
      .filter(({ type }) => failureTypes.includes(type as string))
      .map((event) => {
        const { error, cause, state, location } = detailsOf(event);
        return { type: event.type, error, cause, state, location };
      }),
  };
}

async function run(DefinitionString: string, { input, queues = {} }: StatesCase, logicalId: string) {
  const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', logicalId, { RoleArn, DefinitionString });
  const { ref: queue } = await laptop.deploy('AWS::SQS::Queue', logicalId, {});
  const text = JSON.stringify(input).replaceAll(recordedQueue, queue);
  const holder = Object.values(queues)[0] ?? 'none';
  const end = new AbortController();
  if (holder !== 'none') clock.busy += 1;
  let execution: DescribeExecutionOutput;
  try {
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: ref, input: text }));
    const holding = holder === 'none' ? undefined : holdTokens({ sqs, sfn }, queue, holder, end.signal);
    for (let pause = 5; ; pause = Math.min(2 * pause, 100)) {
      execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') break;
      await new Promise((done) => setTimeout(done, pause));
    }
    end.abort();
    await holding;
  } finally {
    end.abort();
    if (holder !== 'none') clock.busy -= 1;
  }
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: execution.executionArn }));
  return { execution, events, queue };
}

const judgeOne = async (recorded: StatesCase): Promise<readonly string[]> => {
  const { definition, expected } = recorded;
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  count += 1;
  const logicalId = `Case${count}`;
  if (expected.accepted === false) {
    const properties = { RoleArn, DefinitionString: text };
    const deployed = laptop.deploy('AWS::StepFunctions::StateMachine', logicalId, properties);
    return deployed.then(
      () => ['expected to be refused, but it was accepted'],
      () => [],
    );
  }
  functions.functions = recorded.functions ?? {};
  const { execution, events, queue } = await run(text, recorded, logicalId);
  const { status, output, error, cause } = execution;
  const { history, assigned = [], failures = [], ...ending } = expected;
  const found = summary(events);
  const order = <T>(names: readonly T[]) => (recorded.unordered ? [...names].sort() : [...names]);
  const answer = { status, output: output && JSON.parse(output.replaceAll(queue, recordedQueue)), error, cause };
  return [
    ...differences(ending, answer),
    ...(history ? differences(order(history), order(found.history), '/history') : []),
    ...differences(assigned, found.assigned, '/assigned'),
    ...differences(failures, found.failures, '/failures'),
  ].filter((difference) => !isUnread(difference));
};

judge<StatesCase>('states-jsonata', judgeOne, ({ definition }) =>
  /"ToleratedFailure/.test(JSON.stringify(definition)) ? 'failures that a distributed map tolerates' : undefined,
);
