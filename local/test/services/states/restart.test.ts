import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Kernel } from '../../../kernel/kernel';
import type { LocalService } from '../../../kernel/service';
import type { Store } from '../../../kernel/store';
import { createStates } from '../../../services/states';
import { fastClock } from '../../../testing/fast-clock';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { ended, until } from '../../../testing/until';
import { Functions } from './support';

const newHome = () => mkdtempSync(join(tmpdir(), 'states-'));
const opened: Laptop[] = [];
afterEach(async () => {
  for (const laptop of opened.splice(0)) await laptop.stop();
});

/** `onPut` is called after each document has been stored. */
async function open(home: string, functions: Functions, onPut?: () => void) {
  let states: LocalService = {};
  const laptop = await startLaptop(
    (kernel) => {
      const watched: Kernel = Object.create(kernel, {
        store: {
          value: <T>(service: string, collection: string) => watch(kernel.store<T>(service, collection), onPut),
        },
      });
      states = createStates(onPut ? watched : kernel, fastClock);
      return [functions.service, { ...states, start: undefined }];
    },
    { home },
  );
  opened.push(laptop);
  const RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow('lambda:*')]);
  await states.start?.();
  const client = new SFNClient(laptop.clientConfig);
  const start = async (definition: object, input: unknown = {}) => {
    const Definition = { QueryLanguage: 'JSONata', ...definition };
    const machine = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Machine', { RoleArn, Definition });
    const command = new StartExecutionCommand({ stateMachineArn: machine.ref, input: JSON.stringify(input) });
    return (await client.send(command)).executionArn as string;
  };
  return { laptop, client, start };
}

function watch<T>(store: Store<T>, onPut?: () => void): Store<T> {
  const put = (key: string, value: T) => {
    store.put(key, value);
    onPut?.();
  };
  return { get: store.get.bind(store), delete: store.delete.bind(store), entries: store.entries.bind(store), put };
}

/** Returns the data that a process which is killed now leaves behind. */
function killed(home: string): string {
  const copy = newHome();
  cpSync(home, copy, { recursive: true });
  return copy;
}

const invoke = 'arn:aws:states:::lambda:invoke';
const ask = (fields: object = {}) => ({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: `${invoke}.waitForTaskToken`,
      Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
      End: true,
      ...fields,
    },
  },
});

async function askedToken(functions: Functions): Promise<string> {
  const { payload } = await until(() => functions.invocations[0]);
  // The invocation has been answered, and the answer is stored.
  await new Promise((done) => setTimeout(done, 50));
  return payload.token as string;
}

describe('a killed process', () => {
  test('leaves a task waiting for the same token, without a second invocation', async () => {
    const home = newHome();
    const functions = new Functions();
    functions.set('ask', [{ result: 1 }]);
    const executionArn = await (await open(home, functions)).start(ask());
    const taskToken = await askedToken(functions);
    const { client } = await open(killed(home), functions);
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '"late"' }));
    expect(await ended(client, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"late"' });
    expect(functions.invocations).toHaveLength(1);
  });

  test('loses no answer that SendTaskSuccess has confirmed, and takes no second one', async () => {
    const home = newHome();
    const functions = new Functions();
    functions.set('ask', [{ result: 1 }]);
    let copy = '';
    let answering = false;
    const first = await open(home, functions, () => {
      if (answering && !copy) copy = killed(home);
    });
    const executionArn = await first.start(ask());
    const taskToken = await askedToken(functions);
    answering = true;
    await first.client.send(new SendTaskSuccessCommand({ taskToken, output: '"kept"' }));
    const { client } = await open(copy, functions);
    const again = client.send(new SendTaskSuccessCommand({ taskToken, output: '"second"' }));
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await ended(client, executionArn)).toMatchObject({ output: '"kept"' });
  });

  test.each([
    ['timeout', ask({ TimeoutSeconds: 100 }), 'FAILED'],
    ['wait', { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100, End: true } } }, 'SUCCEEDED'],
    [
      'retry',
      ask({
        Resource: invoke,
        Arguments: { FunctionName: 'absent' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 1 }],
      }),
      'FAILED',
    ],
    ['execution time', { ...ask(), TimeoutSeconds: 100 }, 'TIMED_OUT'],
  ])('does not move the end of a %s', async (_name, definition, expected) => {
    const home = newHome();
    const functions = new Functions();
    functions.set('ask', [{ result: 1 }]);
    const executionArn = await (await open(home, functions)).start(definition);
    await new Promise((done) => setTimeout(done, 500));
    const { client } = await open(killed(home), functions);
    const { status, startDate, stopDate } = await ended(client, executionArn);
    const seconds = (Number(stopDate) - Number(startDate)) / 1000;
    expect(status).toBe(expected);
    expect(seconds).toBeGreaterThanOrEqual(100);
    expect(seconds).toBeLessThan(145);
  });

  test('has a task that was in flight called again', async () => {
    const home = newHome();
    const functions = new Functions();
    functions.set('work', [{ hang: true }, { result: 'done' }]);
    const task = { Type: 'Task', Resource: invoke, Arguments: { FunctionName: 'work' }, End: true };
    const executionArn = await (await open(home, functions)).start({ StartAt: 'T', States: { T: task } });
    await until(() => functions.invocations.length === 1);
    const { client } = await open(killed(home), functions);
    expect((await ended(client, executionArn)).output).toContain('"Payload":"done"');
    expect(functions.invocations).toHaveLength(2);
  });

  test('leaves finished executions and their history to be asked for', async () => {
    const home = newHome();
    const functions = new Functions();
    const first = await open(home, functions);
    const executionArn = await first.start({ StartAt: 'S', States: { S: { Type: 'Succeed' } } }, { a: 1 });
    await ended(first.client, executionArn);
    const before = await first.client.send(new GetExecutionHistoryCommand({ executionArn }));
    const { client } = await open(killed(home), functions);
    const after = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(after.events).toEqual(before.events);
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1}',
    });
  });

  test('goes on from whatever instant it was killed at, and ends the same', async () => {
    const work = { Type: 'Task', Resource: invoke, Output: '{% $states.result.Payload.got.n %}' };
    const one = { ...work, Arguments: { FunctionName: 'work', Payload: { n: '{% $states.input * $factor %}' } } };
    const definition = {
      StartAt: 'Begin',
      States: {
        Begin: { Type: 'Pass', Assign: { factor: '{% $states.input.factor %}' }, Output: [1, 2], Next: 'Each' },
        Each: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'One', States: { One: { ...one, End: true } } },
          Next: 'Both',
        },
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Sum', States: { Sum: { Type: 'Pass', Output: '{% $sum($states.input) %}', End: true } } },
            { StartAt: 'Hold', States: { Hold: { Type: 'Wait', Seconds: 1, Output: 'held', End: true } } },
          ],
          End: true,
        },
      },
    };
    const home = newHome();
    const functions = new Functions();
    functions.set('work', [{ echo: 'got' }]);
    const instants: string[] = [];
    let watching = true;
    const first = await open(home, functions, () => watching && instants.push(killed(home)));
    const executionArn = await first.start(definition, { factor: 10 });
    expect((await ended(first.client, executionArn)).output).toBe('[30,"held"]');
    watching = false;
    await opened.pop()?.stop();
    expect(instants.length).toBeGreaterThan(15);
    for (const instant of instants) {
      const { client, laptop } = await open(instant, functions);
      const known = await client
        .send(new DescribeExecutionCommand({ executionArn }))
        .catch((error: Error) => error.name);
      if (known !== 'ExecutionDoesNotExist') {
        expect((await ended(client, executionArn)).output).toBe('[30,"held"]');
        const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
        expect(events.filter(({ type }) => type === 'ExecutionSucceeded')).toHaveLength(1);
      }
      opened.splice(opened.indexOf(laptop), 1);
      await laptop.stop();
    }
  });
});
