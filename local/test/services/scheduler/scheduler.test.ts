import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../../kernel/clock';
import type { LocalService } from '../../../kernel/service';
import { createDynamoDb } from '../../../services/dynamodb';
import { createScheduler } from '../../../services/scheduler';
import { createSqs } from '../../../services/sqs';
import { createStates } from '../../../services/states';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';
import { Functions } from '../states/support';

const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:work';
const start = Date.parse('2026-01-01T00:00:00Z');
const minute = 60_000;

/** Time goes on by {@link go} only. */
let time: number;
let sleepers: { until: number; wake: () => void }[];
const clock: Clock = {
  now: () => time,
  sleep: (wakeAt, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (wakeAt <= time) resolve();
      else sleepers.push({ until: wakeAt, wake: resolve });
    }),
};

const settled = () => new Promise((done) => setTimeout(done, 10));

/** Lets time go on, minute by minute, as long as it takes what is due to happen. */
async function go(milliseconds: number): Promise<void> {
  const end = time + milliseconds;
  await settled();
  while (time < end) {
    time = Math.min(end, ...sleepers.map(({ until: wakeAt }) => Math.max(wakeAt, time + 1)));
    const due = sleepers.filter(({ until: wakeAt }) => wakeAt <= time);
    sleepers = sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
    await settled();
  }
}

let functions: Functions;
let laptop: Laptop;
let scheduler: SchedulerClient;
let RoleArn: string;

const home = () => mkdtempSync(join(tmpdir(), 'scheduler-'));

async function open(inHome: string) {
  sleepers = [];
  let service: LocalService | undefined;
  laptop = await startLaptop(
    (kernel) => {
      service = createScheduler(kernel, clock);
      const others = [functions.service, createSqs(kernel), createDynamoDb(kernel), createStates(kernel)];
      return [...others, { ...service, start: undefined }];
    },
    { home: inHome },
  );
  scheduler = new SchedulerClient(laptop.clientConfig);
  await grant('lambda:InvokeFunction', 'states:StartExecution', 'dynamodb:PutItem', 'sqs:SendMessage');
  // As in the runtime: what was under way is taken up once the roles are there.
  await service?.start?.();
}

const grant = async (...actions: string[]) => {
  RoleArn = await deployRole(laptop, 'scheduler.amazonaws.com', [allow(...actions)]);
};

let folder: string;
beforeEach(async () => {
  time = start;
  functions = new Functions();
  functions.set('work', [{}]);
  folder = home();
  await open(folder);
});
afterEach(async () => {
  scheduler.destroy();
  await laptop.stop();
});

async function restart(after: number) {
  scheduler.destroy();
  await laptop.stop();
  time += after;
  await open(folder);
}

const off = { Mode: 'OFF' as const };
const target = (more: object = {}) => ({ Arn: functionArn, RoleArn, ...more });
const deploy = (expression: string, more: object = {}, targetMore: object = {}) =>
  laptop.deploy('AWS::Scheduler::Schedule', 'Tick', {
    ...{ ScheduleExpression: expression, FlexibleTimeWindow: off, Target: target(targetMore), ...more },
  });
/** The times that the function was told, as `hh:mm`. */
const calls = () => functions.invocations.map(({ payload }) => String(payload.time).slice(11, 16));

async function queue() {
  const { ref: QueueUrl, attributes } = await laptop.deploy('AWS::SQS::Queue', 'Lost', {});
  const sqs = new SQSClient(laptop.clientConfig);
  const received = async (): Promise<Message> => {
    const message = await until(async () => {
      const input = { QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 0 };
      return (await sqs.send(new ReceiveMessageCommand(input))).Messages?.[0];
    });
    sqs.destroy();
    return message;
  };
  return { arn: attributes.Arn as string, received };
}

describe('a schedule', () => {
  test('by rate calls at once, and at its rate from then on', async () => {
    await deploy('rate(15 minutes)');
    await go(31 * minute);
    expect(calls()).toEqual(['00:00', '00:15', '00:30']);
    const [first] = functions.invocations;
    expect(first).toMatchObject({ name: functionArn, type: 'Event' });
    expect(first?.payload).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      resources: ['arn:aws:scheduler:eu-west-1:000000000000:schedule/default/test-tick'],
    });
  });

  test('by cron calls when it says, in UTC', async () => {
    await deploy('cron(10,40 * * * ? *)', { ScheduleExpressionTimezone: 'UTC' });
    await go(71 * minute);
    expect(calls()).toEqual(['00:10', '00:40', '01:10']);
  });

  test('of one time calls once, within its window', async () => {
    await deploy('at(2026-01-01T00:20:00)', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } });
    await go(20 * minute - 1);
    expect(calls()).toEqual([]);
    await go(60 * minute);
    expect(calls()).toEqual(['00:20']);
  });

  test('keeps to its dates', async () => {
    await deploy('rate(10 minutes)', { StartDate: '2026-01-01T00:05:00Z', EndDate: '2026-01-01T00:20:00Z' });
    await go(60 * minute);
    expect(calls()).toEqual(['00:05', '00:15']);
  });

  test('that is disabled calls nobody, and goes on from when it is enabled', async () => {
    await deploy('cron(0/10 * * * ? *)', { State: 'DISABLED' });
    await go(25 * minute);
    await deploy('cron(0/10 * * * ? *)');
    await go(10 * minute);
    expect(calls()).toEqual(['00:30']);
  });

  test('keeps its beat over a restart, and makes up once for what it missed', async () => {
    await deploy('rate(15 minutes)');
    await go(minute);
    await restart(50 * minute);
    await deploy('rate(15 minutes)');
    await go(10 * minute);
    expect(calls()).toEqual(['00:00', '00:15', '01:00']);
  });

  test('that left the templates is not there any more', async () => {
    await deploy('rate(15 minutes)');
    await go(minute);
    await restart(minute);
    await go(60 * minute);
    expect(calls()).toEqual(['00:00']);
    expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  });
});

describe('a target', () => {
  test('gets its input, with what it asks to know filled in', async () => {
    const input = { at: '<aws.scheduler.scheduled-time>', by: '<aws.scheduler.schedule-arn>', n: 1 };
    await deploy('rate(1 hour)', {}, { Input: JSON.stringify(input) });
    await go(minute);
    expect(functions.invocations[0]?.payload).toEqual({
      at: '2026-01-01T00:00:00Z',
      by: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/default/test-tick',
      n: 1,
    });
  });

  test('that is a state machine is started with the input', async () => {
    const machineRole = await deployRole(laptop, 'states.amazonaws.com', [], 'MachineRole');
    const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
    const { attributes } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Machine', {
      ...{ RoleArn: machineRole, DefinitionString: JSON.stringify(definition) },
    });
    await deploy('rate(1 hour)', {}, { Arn: attributes.Arn, Input: '{"what":"all"}' });
    await go(minute);
    const sfn = new SFNClient(laptop.clientConfig);
    const stateMachineArn = attributes.Arn as string;
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions).toHaveLength(1);
    const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn: executions[0]?.executionArn }));
    sfn.destroy();
    expect(input).toBe('{"what":"all"}');
  });

  test('that is any operation of the SDK is called with the input', async () => {
    const { ref: TableName } = await laptop.deploy('AWS::DynamoDB::Table', 'Table', {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    const Input = JSON.stringify({ TableName, Item: { id: { S: 'ticked' } } });
    await deploy('rate(1 hour)', {}, { Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:putItem', Input });
    await go(minute);
    const dynamo = new DynamoDBClient(laptop.clientConfig);
    const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: { id: { S: 'ticked' } } }));
    dynamo.destroy();
    expect(Item).toEqual({ id: { S: 'ticked' } });
  });

  test('that throttles is tried again, as often as the policy says, and then is a dead letter', async () => {
    const { arn, received } = await queue();
    functions.set('work', [{ throttled: true }]);
    const more = { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: arn }, Input: '{"a":1}' };
    await deploy('at(2026-01-01T00:01:00)', {}, more);
    await go(10 * minute);
    expect(functions.invocations).toHaveLength(3);
    const { Body, MessageAttributes } = await received();
    expect(Body).toBe('{"a":1}');
    expect(MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'TooManyRequestsException' },
      RETRY_ATTEMPTS: { StringValue: '2' },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
      TARGET_ARN: { StringValue: functionArn },
      SCHEDULED_TIME: { StringValue: '2026-01-01T00:01:00.000Z' },
    });
  });

  test('that the role may not call is not called', async () => {
    const { arn, received } = await queue();
    await grant('sqs:SendMessage');
    await deploy('rate(1 hour)', {}, { DeadLetterConfig: { Arn: arn } });
    await go(minute);
    expect(functions.invocations).toEqual([]);
    const { MessageAttributes } = await received();
    expect(MessageAttributes?.ERROR_CODE?.StringValue).toMatch(/^AccessDenied/);
    expect(MessageAttributes?.ERROR_MESSAGE?.StringValue).toContain('lambda:InvokeFunction');
  });

  test('that was not reached before the process ended is called after it', async () => {
    functions.set('work', [{ throttled: true }]);
    await deploy('at(2026-01-01T00:01:00)');
    await go(minute + 1);
    expect(functions.invocations).toHaveLength(1);
    functions.set('work', [{}]);
    await restart(minute);
    await until(() => functions.invocations.length === 2);
    await go(10 * minute);
    expect(functions.invocations).toHaveLength(2);
    expect(functions.invocations[1]?.payload.time).toBe('2026-01-01T00:01:00Z');
  });
});

describe('what is refused by name', () => {
  const cases: [string, object, object, string][] = [
    ['another time zone', { ScheduleExpressionTimezone: 'Europe/Berlin' }, {}, 'supports only UTC'],
    ['an expression that is none', { ScheduleExpression: 'rate(1 second)' }, {}, 'Invalid Schedule Expression'],
    ['no window', { FlexibleTimeWindow: {} }, {}, 'FlexibleTimeWindow'],
    ['a key', { KmsKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/a' }, {}, 'KmsKeyArn'],
    ['a group that is not there', { GroupName: 'others' }, {}, 'Schedule group others does not exist'],
    ['a target of another kind', {}, { Arn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/a' }, 'is not a target'],
    ['an operation that reads', {}, { Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:getItem' }, 'is a read operation'],
    ['an unknown service', {}, { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask' }, 'ecs:runTask'],
    ['input that is not JSON', {}, { Input: 'now' }, 'Target.Input is not JSON'],
    ['parameters of other targets', {}, { SqsParameters: { MessageGroupId: 'a' } }, 'Target.SqsParameters'],
    ['too many retries', {}, { RetryPolicy: { MaximumRetryAttempts: 186 } }, 'MaximumRetryAttempts'],
  ];
  test.each(cases)('%s', async (_what, more, targetMore, message) => {
    await expect(deploy('rate(1 hour)', more, targetMore)).rejects.toThrow(message);
  });

  test('a role that does not trust the scheduler', async () => {
    RoleArn = await deployRole(laptop, 'lambda.amazonaws.com', [], 'Strange');
    await expect(deploy('rate(1 hour)')).rejects.toThrow('scheduler.amazonaws.com may not act as');
  });
});

describe('the operations', () => {
  const input = (Name: string, more: object = {}): CreateScheduleCommandInput => ({
    ...{ Name, ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: off, Target: target(), ...more },
  });

  test('make, show, change and delete schedules, which outlive a restart', async () => {
    const { ScheduleArn } = await scheduler.send(new CreateScheduleCommand(input('mine', { State: 'DISABLED' })));
    await expect(scheduler.send(new CreateScheduleCommand(input('mine')))).rejects.toMatchObject({
      name: 'ConflictException',
    });
    await restart(minute);
    const shown = await scheduler.send(new GetScheduleCommand({ Name: 'mine' }));
    expect(shown).toMatchObject({ Arn: ScheduleArn, State: 'DISABLED', GroupName: 'default', Target: target() });
    expect(shown.CreationDate).toEqual(new Date(start));
    await scheduler.send(new UpdateScheduleCommand(input('mine', { Description: 'on' })));
    await go(minute);
    expect(functions.invocations).toHaveLength(1);
    await scheduler.send(new DeleteScheduleCommand({ Name: 'mine' }));
    await expect(scheduler.send(new GetScheduleCommand({ Name: 'mine' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await go(120 * minute);
    expect(functions.invocations).toHaveLength(1);
  });

  test('list schedules by group, page by page', async () => {
    await laptop.deploy('AWS::Scheduler::ScheduleGroup', 'Group', { Name: 'group' });
    for (const Name of ['a', 'b', 'c']) {
      await scheduler.send(new CreateScheduleCommand(input(Name, { GroupName: 'group' })));
    }
    await scheduler.send(new CreateScheduleCommand(input('d')));
    const first = await scheduler.send(new ListSchedulesCommand({ GroupName: 'group', MaxResults: 2 }));
    expect(first.Schedules?.map(({ Name }) => Name)).toEqual(['a', 'b']);
    const { NextToken } = first;
    const second = await scheduler.send(new ListSchedulesCommand({ GroupName: 'group', MaxResults: 2, NextToken }));
    expect(second.Schedules?.map(({ Name }) => Name)).toEqual(['c']);
    expect(second.NextToken).toBeUndefined();
  });

  test('delete by itself what asked for that, once it is over', async () => {
    const once = { ScheduleExpression: 'at(2026-01-01T00:05:00)', ActionAfterCompletion: 'DELETE' };
    await scheduler.send(new CreateScheduleCommand(input('once', once)));
    await go(10 * minute);
    expect(functions.invocations).toHaveLength(1);
    expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  });

  test('need the right to hand on the role', async () => {
    const needed = ['scheduler:CreateSchedule', 'iam:PassRole'];
    const acting = async (actions: string[], name: string) => {
      const role = await deployRole(laptop, 'lambda.amazonaws.com', [allow(...actions)], `Caller${name}`);
      const credentials = laptop.kernel.credentials(role, 'test');
      const client = new SchedulerClient({ ...laptop.clientConfig, credentials });
      return client.send(new CreateScheduleCommand(input(name))).finally(() => client.destroy());
    };
    await acting(needed, 'fits');
    await expect(acting(needed.slice(0, 1), 'lacks')).rejects.toThrow('iam:PassRole');
  });
});
