import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Kernel } from '../../../kernel/kernel';
import { createEvents } from '../../../services/events';
import { createSqs } from '../../../services/sqs';
import { createStates } from '../../../services/states';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';
import { Functions } from '../states/support';

const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:work';
const Entry = { Source: 'app', DetailType: 'Thing', Detail: '{"id":1}' };

const opened: Laptop[] = [];
afterEach(async () => {
  for (const laptop of opened.splice(0)) await laptop.stop();
});

async function open(functions: Functions, home = mkdtempSync(join(tmpdir(), 'events-'))) {
  const laptop = await startLaptop(
    (kernel) => [functions.service, createSqs(kernel), createStates(kernel), createEvents(kernel)],
    { home },
  );
  opened.push(laptop);
  const events = new EventBridgeClient(laptop.clientConfig);
  const sqs = new SQSClient(laptop.clientConfig);
  return {
    home,
    laptop,
    events,
    put: (...Entries: object[]) => events.send(new PutEventsCommand({ Entries: Entries as (typeof Entry)[] })),
    rule: (properties: object, logicalId = 'Rule') =>
      laptop.deploy('AWS::Events::Rule', logicalId, { EventPattern: { source: ['app'] }, ...properties }),
    allowFunction: (ruleArn: unknown) => {
      const Principal = { Service: 'events.amazonaws.com' };
      const Condition = { ArnLike: { 'aws:SourceArn': ruleArn } };
      const statement = {
        Effect: 'Allow',
        Principal,
        Action: 'lambda:InvokeFunction',
        Resource: functionArn,
        Condition,
      };
      laptop.kernel.resourcePolicy(functionArn, { Version: '2012-10-17', Statement: [statement] });
    },
    queue: async (logicalId: string) => {
      const { ref, attributes } = await laptop.deploy('AWS::SQS::Queue', logicalId, {});
      const Principal = { Service: 'events.amazonaws.com' };
      const statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: attributes.Arn };
      const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
      await laptop.deploy('AWS::SQS::QueuePolicy', `${logicalId}Policy`, { Queues: [ref], PolicyDocument });
      return { arn: attributes.Arn as string, url: ref };
    },
    received: (QueueUrl: string): Promise<Message> =>
      until(async () => {
        const input = { QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 0 };
        return (await sqs.send(new ReceiveMessageCommand(input))).Messages?.[0];
      }),
  };
}

const attributesOf = ({ MessageAttributes = {} }: Message) =>
  Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]));

describe('PutEvents', () => {
  test('answers for each entry by itself', async () => {
    const { put } = await open(new Functions());
    const { FailedEntryCount, Entries = [] } = await put(
      Entry,
      { ...Entry, Source: undefined },
      { ...Entry, Detail: '{' },
      { ...Entry, Detail: '[1]' },
      { ...Entry, Source: 'aws.s3' },
      { ...Entry, EventBusName: 'absent' },
    );
    expect(FailedEntryCount).toBe(5);
    expect(Entries.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
    ]);
    expect(Entries[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('takes one to ten entries, of 1 MB', async () => {
    const { put } = await open(new Functions());
    const refused = { name: 'ValidationException' };
    await expect(put(...Array.from({ length: 11 }, () => Entry))).rejects.toMatchObject(refused);
    await expect(put()).rejects.toMatchObject(refused);
    const Detail = JSON.stringify({ x: 'x'.repeat(256 * 1024) });
    await expect(put({ ...Entry, Detail })).rejects.toMatchObject(refused);
  });
});

describe('rules', () => {
  test('invoke a function asynchronously, with the event', async () => {
    const functions = new Functions();
    functions.set('work', [{ result: 1 }]);
    const { rule, allowFunction, put } = await open(functions);
    const { attributes } = await rule({ Targets: [{ Id: 't', Arn: functionArn }] });
    allowFunction(attributes.Arn);
    const { Entries = [] } = await put({ ...Entry, Resources: ['arn:r'] }, { ...Entry, Source: 'other' });
    const { payload, type } = await until(() => functions.invocations[0]);
    expect(type).toBe('Event');
    expect(payload).toMatchObject({
      version: '0',
      id: Entries[0]?.EventId,
      source: 'app',
      'detail-type': 'Thing',
      account: '000000000000',
      region: 'eu-west-1',
      resources: ['arn:r'],
      detail: { id: 1 },
    });
    expect(payload.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(functions.invocations).toHaveLength(1);
  });

  test('take the events of AWS services', async () => {
    const { laptop, rule, queue, received } = await open(new Functions());
    const { arn, url } = await queue('Queue');
    await rule({ EventPattern: { source: ['aws.s3'] }, Targets: [{ Id: 'q', Arn: arn, InputPath: '$.detail' }] });
    const event = { source: 'aws.s3', detailType: 'Object Created', detail: { key: 'k' } };
    await laptop.kernel.emit('eu-central-1', event);
    await laptop.kernel.emit('eu-west-1', event);
    expect((await received(url)).Body).toBe('{"key":"k"}');
  });

  test('see only the events of their bus', async () => {
    const { laptop, rule, queue, received, put } = await open(new Functions());
    const { arn, url } = await queue('Queue');
    const bus = await laptop.deploy('AWS::Events::EventBus', 'Bus', { Name: 'own' });
    await rule({ EventBusName: bus.ref, Targets: [{ Id: 'q', Arn: arn, InputPath: '$.detail' }] });
    await put({ ...Entry, Detail: '{"bus":"default"}' }, { ...Entry, Detail: '{"bus":"own"}', EventBusName: 'own' });
    expect((await received(url)).Body).toBe('{"bus":"own"}');
  });

  test('start an execution as their role, which has to trust EventBridge', async () => {
    const { laptop, rule, put } = await open(new Functions());
    const RoleArn = await deployRole(laptop, 'states.amazonaws.com', [], 'Machine');
    const starter = await deployRole(laptop, 'events.amazonaws.com', [allow('states:StartExecution')], 'Starter');
    const Definition = { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: { Type: 'Succeed' } } };
    const machine = await laptop.deploy('AWS::StepFunctions::StateMachine', 'M', { RoleArn, Definition });
    const target = { Id: 's', Arn: machine.ref };
    await expect(rule({ Targets: [{ ...target, RoleArn }] })).rejects.toThrow(
      `events.amazonaws.com may not act as ${RoleArn} for arn:aws:events:eu-west-1:000000000000:rule/test-rule`,
    );
    await rule({ Targets: [{ ...target, RoleArn: starter }] });
    await put(Entry);
    const client = new SFNClient(laptop.clientConfig);
    const list = new ListExecutionsCommand({ stateMachineArn: machine.ref, statusFilter: 'SUCCEEDED' });
    await until(async () => (await client.send(list)).executions?.[0]);
  });

  test('hear of executions that begin and end', async () => {
    const { laptop, rule, queue, received } = await open(new Functions());
    const { arn, url } = await queue('Queue');
    const EventPattern = { source: ['aws.states'], detail: { status: ['FAILED'] } };
    await rule({ EventPattern, Targets: [{ Id: 'q', Arn: arn }] });
    const RoleArn = await deployRole(laptop, 'states.amazonaws.com');
    const fail = { Type: 'Fail', Error: 'E', Cause: 'c' };
    const Definition = { QueryLanguage: 'JSONata', StartAt: 'F', States: { F: fail } };
    const { ref: stateMachineArn } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'M', {
      RoleArn,
      Definition,
    });
    const input = { stateMachineArn, name: 'n' };
    const principal = { kind: 'root', accountId: '000000000000' } as const;
    await laptop.kernel.call({ service: 'states', operation: 'StartExecution', region: 'eu-west-1', principal, input });
    const event = JSON.parse((await received(url)).Body as string) as object;
    expect(event).toMatchObject({
      'detail-type': 'Step Functions Execution Status Change',
      detail: { stateMachineArn, name: 'n', status: 'FAILED', error: 'E', cause: 'c', output: null, input: '{}' },
    });
  });

  test('do nothing while they are disabled', async () => {
    const { rule, queue, received, put } = await open(new Functions());
    const { arn, url } = await queue('Queue');
    await rule({ State: 'DISABLED', Targets: [{ Id: 'q', Arn: arn, Input: '"disabled"' }] }, 'Off');
    await rule({ Targets: [{ Id: 'q', Arn: arn, Input: '"enabled"' }] }, 'On');
    await put(Entry);
    expect((await received(url)).Body).toBe('"enabled"');
  });

  test('are listed, described, and their patterns can be tried', async () => {
    const { events, rule } = await open(new Functions());
    const { ref, attributes } = await rule({ Description: 'd' });
    expect((await events.send(new ListRulesCommand({}))).Rules).toMatchObject([{ Name: ref, Arn: attributes.Arn }]);
    const described = await events.send(new DescribeRuleCommand({ Name: ref }));
    expect(described).toMatchObject({ EventPattern: '{"source":["app"]}', State: 'ENABLED', Description: 'd' });
    const absent = events.send(new DescribeRuleCommand({ Name: 'absent' }));
    await expect(absent).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const envelope = {
      id: '1',
      account: '0',
      source: 'app',
      time: 't',
      region: 'r',
      resources: [],
      'detail-type': 'd',
    };
    const attempt = { EventPattern: '{"source":["app"]}', Event: JSON.stringify(envelope) };
    expect((await events.send(new TestEventPatternCommand(attempt))).Result).toBe(true);
    const bad = events.send(new TestEventPatternCommand({ ...attempt, EventPattern: '{"source":"app"}' }));
    await expect(bad).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
  });

  test.each([
    [{ ScheduleExpression: 'rate(1 day)' }, 'ScheduleExpression'],
    [{ EventPattern: { source: 'app' } }, 'must be an object or an array'],
    [
      { Targets: [{ Id: 't', Arn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/c' }] },
      'is not supported by this runtime',
    ],
    [{ Targets: [{ Id: 't', Arn: functionArn, EcsParameters: {} }] }, 'EcsParameters'],
    [{ Targets: [{ Id: 't', Arn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:m' }] }, 'RoleArn'],
    [{ EventBusName: 'absent' }, 'refers to an event bus that does not exist'],
  ])('with %j are refused', async (properties, message) => {
    const { rule } = await open(new Functions());
    await expect(rule(properties)).rejects.toThrow(message);
  });
});

describe('what cannot be delivered', () => {
  test('goes to the dead-letter queue at once when the target does not permit it', async () => {
    const functions = new Functions();
    functions.set('work', [{ result: 1 }]);
    const { rule, queue, received, put } = await open(functions);
    const { arn, url } = await queue('Dead');
    const { attributes } = await rule({ Targets: [{ Id: 't', Arn: functionArn, DeadLetterConfig: { Arn: arn } }] });
    await put(Entry);
    const message = await received(url);
    expect(JSON.parse(message.Body as string)).toMatchObject({ source: 'app', detail: { id: 1 } });
    expect(attributesOf(message)).toMatchObject({
      ERROR_CODE: 'NO_PERMISSIONS',
      RULE_ARN: attributes.Arn,
      TARGET_ARN: functionArn,
      RETRY_ATTEMPTS: '0',
    });
    expect(attributesOf(message).ERROR_MESSAGE).toContain('lambda:InvokeFunction');
    expect(functions.invocations).toHaveLength(0);
  });

  test('is tried again as often as the retry policy says, then goes to the dead-letter queue', async () => {
    const functions = new Functions();
    const { rule, allowFunction, queue, received, put } = await open(functions);
    functions.set('work', [{ throttled: true }]);
    const { arn, url } = await queue('Dead');
    const RetryPolicy = { MaximumRetryAttempts: 1 };
    const target = { Id: 't', Arn: functionArn, DeadLetterConfig: { Arn: arn }, RetryPolicy };
    const { attributes } = await rule({ Targets: [target] });
    allowFunction(attributes.Arn);
    await put(Entry);
    expect(attributesOf(await received(url))).toMatchObject({
      ERROR_CODE: 'THROTTLING',
      RETRY_ATTEMPTS: '1',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
    expect(functions.invocations).toHaveLength(2);
  });

  test('is delivered when the target recovers', async () => {
    const functions = new Functions();
    const { rule, allowFunction, put } = await open(functions);
    functions.set('work', [{ throttled: true }, { result: 1 }]);
    const { attributes } = await rule({ Targets: [{ Id: 't', Arn: functionArn }] });
    allowFunction(attributes.Arn);
    await put(Entry);
    await until(() => functions.invocations.length === 2);
  });
});

test('an accepted event survives a killed process', async () => {
  const functions = new Functions();
  functions.set('work', [{ throttled: true }, { result: 1 }]);
  const first = await open(functions);
  const { attributes } = await first.rule({ Targets: [{ Id: 't', Arn: functionArn }] });
  first.allowFunction(attributes.Arn);
  await first.put(Entry);
  await until(() => functions.invocations.length === 1);
  const copy = mkdtempSync(join(tmpdir(), 'events-'));
  cpSync(first.home, copy, { recursive: true });
  await first.laptop.stop();
  opened.length = 0;
  // Targets and their policies are deployed before the laptop starts its services.
  let start: () => void = () => undefined;
  const later = (kernel: Kernel) => {
    const events = createEvents(kernel);
    start = () => void events.start?.();
    return [functions.service, { ...events, start: undefined }];
  };
  const laptop = await startLaptop(later, { home: copy });
  opened.push(laptop);
  const principal = { Service: 'events.amazonaws.com' };
  const statement = { Effect: 'Allow', Principal: principal, Action: 'lambda:InvokeFunction', Resource: functionArn };
  laptop.kernel.resourcePolicy(functionArn, { Version: '2012-10-17', Statement: [statement] });
  start();
  await until(() => functions.invocations.length === 2);
  expect(functions.invocations[1]?.payload).toMatchObject({ detail: { id: 1 } });
});
