import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { fastClock } from '../../../testing/fast-clock';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { ended, until } from '../../../testing/until';
import { Functions, services } from './support';

const waiting = (fields: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
      End: true,
      ...fields,
    },
  },
});

describe('Step Functions by its SDK client', () => {
  const functions = new Functions();
  let laptop: Laptop;
  let client: SFNClient;
  let RoleArn: string;
  let count = 0;

  const machine = async (Definition: object) => {
    count += 1;
    const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', `M${count}`, { RoleArn, Definition });
    return ref;
  };
  const start = async (stateMachineArn: string, name?: string, input?: string) => {
    const answer = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    return answer.executionArn as string;
  };
  const token = () =>
    until(() => functions.invocations.find(({ name }) => name === 'ask')?.payload.token as string | undefined);

  beforeAll(async () => {
    laptop = await startLaptop(services(functions, fastClock));
    client = new SFNClient(laptop.clientConfig);
    RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow('lambda:*')]);
  });
  afterAll(() => laptop.stop());
  beforeEach(() => {
    functions.invocations.length = 0;
    functions.set('ask', [{ result: 'asked' }]);
  });

  test('the holder of a task token ends the task, once', async () => {
    const executionArn = await start(await machine(waiting()));
    const taskToken = await token();
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"answer":42}' }));
    const { status, output } = await ended(client, executionArn);
    expect([status, output]).toEqual(['SUCCEEDED', '{"answer":42}']);
    const again = client.send(new SendTaskSuccessCommand({ taskToken, output: '{"answer":43}' }));
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('two answers at the same time: one of them counts, the other is told', async () => {
    const executionArn = await start(await machine(waiting()));
    const taskToken = await token();
    const answers = await Promise.allSettled([
      client.send(new SendTaskSuccessCommand({ taskToken, output: '1' })),
      client.send(new SendTaskFailureCommand({ taskToken, error: 'E', cause: 'c' })),
    ]);
    const { status } = await ended(client, executionArn);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(status).toBe(answers[0]?.status === 'fulfilled' ? 'SUCCEEDED' : 'FAILED');
  });

  test('the holder of a task token fails the task by error and cause', async () => {
    const executionArn = await start(await machine(waiting()));
    await client.send(new SendTaskFailureCommand({ taskToken: await token(), error: 'TranscodeFailed', cause: 'why' }));
    expect(await ended(client, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'TranscodeFailed',
      cause: 'why',
    });
  });

  test('a function that fails before its token comes back fails the task', async () => {
    functions.set('ask', [{ error: { errorType: 'Refused', errorMessage: 'no' } }]);
    expect(await ended(client, await start(await machine(waiting())))).toMatchObject({ error: 'Refused' });
  });

  test('a function that the role may not invoke fails the task, and is not invoked', async () => {
    const powerless = await deployRole(laptop, 'states.amazonaws.com', [allow('s3:GetObject')], 'Powerless');
    const properties = { RoleArn: powerless, Definition: waiting() };
    const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Denied', properties);
    const { error, cause } = await ended(client, await start(ref));
    expect(error).toBe('Lambda.AWSLambdaException');
    expect(cause).toContain('lambda:InvokeFunction');
    expect(functions.invocations).toHaveLength(0);
  });

  test('heartbeats saveFrame a task alive, their absence ends it', async () => {
    const executionArn = await start(await machine(waiting({ HeartbeatSeconds: 30 })));
    const taskToken = await token();
    for (let beat = 0; beat < 4; beat++) {
      // By the clock that heartbeats expire by: two thirds of their time.
      const next = fastClock.now() + 20_000;
      await until(() => fastClock.now() >= next);
      await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    const { status, error, startDate, stopDate } = await ended(client, executionArn);
    expect([status, error]).toEqual(['FAILED', 'States.Timeout']);
    expect(Number(stopDate) - Number(startDate)).toBeGreaterThanOrEqual(80_000);
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  test('a token that was never one is refused', async () => {
    const answer = client.send(new SendTaskSuccessCommand({ taskToken: 'x'.repeat(50), output: '{}' }));
    await expect(answer).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('an output that is no JSON is refused, and the task waits on', async () => {
    const executionArn = await start(await machine(waiting()));
    const taskToken = await token();
    const answer = client.send(new SendTaskSuccessCommand({ taskToken, output: '{' }));
    await expect(answer).rejects.toMatchObject({ name: 'InvalidOutput' });
    await client.send(new SendTaskSuccessCommand({ taskToken, output: 'true' }));
    expect(await ended(client, executionArn)).toMatchObject({ output: 'true' });
  });

  test('the same name with the same input is the same execution while it runs', async () => {
    const arn = await machine(waiting());
    const first = await start(arn, 'once', '{"a":1}');
    expect(await start(arn, 'once', '{"a":1}')).toBe(first);
    await expect(start(arn, 'once', '{"a":2}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await client.send(new StopExecutionCommand({ executionArn: first }));
    await expect(start(arn, 'once', '{"a":1}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(functions.invocations).toHaveLength(1);
  });

  test('a stopped execution is ABORTED with error and cause, and its token is void', async () => {
    const executionArn = await start(await machine(waiting()));
    const taskToken = await token();
    await client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'said so' }));
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'said so' });
    const answer = client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await expect(answer).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('bad requests have the names that AWS gives them', async () => {
    const arn = await machine(waiting());
    const names = await Promise.all(
      [
        start(`${arn}x`),
        start('arn:aws:s3:::bucket'),
        start(arn, 'no spaces'),
        start(arn, 'n', '{'),
        start(arn, 'n', JSON.stringify('x'.repeat(262_144))),
        client.send(new DescribeExecutionCommand({ executionArn: `${arn.replace('stateMachine', 'execution')}:none` })),
      ].map((call) => call.then(String, (error: Error) => error.name)),
    );
    expect(names).toEqual([
      'StateMachineDoesNotExist',
      'InvalidArn',
      'InvalidName',
      'InvalidExecutionInput',
      'ValidationException',
      'ExecutionDoesNotExist',
    ]);
  });

  test('executions are listed newest first, by status, page by page', async () => {
    const stateMachineArn = await machine(waiting());
    for (const name of ['a', 'b', 'c']) {
      await start(stateMachineArn, name);
      await new Promise((done) => setTimeout(done, 2));
    }
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:b`;
    await client.send(new StopExecutionCommand({ executionArn }));
    const first = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2 }));
    const { nextToken } = first;
    const second = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken }));
    const running = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
    const names = [first, second, running].map(({ executions }) => executions?.map(({ name }) => name));
    expect(names).toEqual([['c', 'b'], ['a'], ['c', 'a']]);
    expect(second.nextToken).toBeUndefined();
  });

  test('the history tells what happened, in order', async () => {
    functions.set('ask', [{ error: { errorType: 'E', errorMessage: 'm' } }]);
    const Catch = [{ ErrorEquals: ['E'], Next: 'Done' }];
    const { End, ...ask } = waiting({ Catch, Next: 'Done', Resource: 'arn:aws:states:::lambda:invoke' }).States.Ask;
    const Arguments = { FunctionName: 'ask' };
    const states = { Ask: { ...ask, Arguments }, Done: { Type: 'Succeed' } };
    const executionArn = await start(await machine({ ...waiting(), States: states }));
    await ended(client, executionArn);
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    expect(events[4]).toMatchObject({ previousEventId: 4, taskFailedEventDetails: { error: 'E' } });
    expect(events[0]?.timestamp).toBeInstanceOf(Date);
    const reverse = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 });
    expect((await client.send(reverse)).events?.[0]?.type).toBe('ExecutionSucceeded');
  });

  test('a state machine is described as its template states it', async () => {
    const { ref: stateMachineArn } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Described', {
      RoleArn,
      DefinitionString: JSON.stringify(waiting()).replace('"ask"', '"$' + '{Function}"'),
      DefinitionSubstitutions: { Function: 'ask' },
      LoggingConfiguration: { Level: 'ALL', Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:x' } }] },
      TracingConfiguration: { Enabled: true },
    });
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({
      name: 'test-described',
      roleArn: RoleArn,
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: JSON.stringify(waiting()),
      loggingConfiguration: { level: 'ALL', destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'arn:x' } }] },
      tracingConfiguration: { enabled: true },
    });
    const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map((one) => one.stateMachineArn)).toContain(stateMachineArn);
  });
});
