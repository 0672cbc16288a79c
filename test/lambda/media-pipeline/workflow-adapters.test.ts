import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  allow,
  createSqs,
  createStates,
  deployRole,
  ended,
  type Laptop,
  startLaptop,
  until,
} from '@omnistream/local/test';
import { WaitingTasks } from '../../../lambda/media-pipeline/jobs/tasks.client';
import { Executions } from '../../../lambda/shared/executions.client';

const run = { assetId: 'a', run: '0123abcd', source: { bucket: 'b', key: 'k', versionId: 'v', size: 1 } };
let laptop: Laptop;
let states: SFNClient;
let tasks: WaitingTasks;
let RoleArn: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createSqs(kernel), createStates(kernel)]);
  states = new SFNClient(laptop.clientConfig);
  tasks = new WaitingTasks(states);
  RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow('sqs:*')]);
});
afterAll(() => laptop.stop());

async function deploy(name: string, state: object): Promise<string> {
  const Definition = { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: state } };
  return (await laptop.deploy('AWS::StepFunctions::StateMachine', name, { RoleArn, Definition })).ref;
}

/** An execution that waits, and the token that it waits by. */
async function waiting(name: string): Promise<{ executionArn: string; token: string }> {
  const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', `${name}Tokens`, {});
  const stateMachineArn = await deploy(name, {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Arguments: { QueueUrl, MessageBody: '{% $states.context.Task.Token %}' },
    End: true,
  });
  const { executionArn = '' } = await states.send(new StartExecutionCommand({ stateMachineArn }));
  const sqs = new SQSClient(laptop.clientConfig);
  const token = await until(async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body);
  return { executionArn, token };
}

async function names(stateMachineArn: string): Promise<string[]> {
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions.map(({ name = '' }) => name).sort();
}

const arnOf = (stateMachineArn: string, name: string) =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

test('an execution is started once for each name, also after it has ended', async () => {
  const stateMachineArn = await deploy('Ends', { Type: 'Succeed' });
  const executions = new Executions(states, stateMachineArn);
  await executions.startOnce('one', run);
  await ended(states, arnOf(stateMachineArn, 'one'));
  await executions.startOnce('one', { ...run, run: 'ffffffff' });
  await executions.startAgain('one', run);
  expect(await names(stateMachineArn)).toEqual(['one']);
  const { input = '' } = await states.send(
    new DescribeExecutionCommand({ executionArn: arnOf(stateMachineArn, 'one') }),
  );
  expect(JSON.parse(input)).toEqual(run);
  expect([await executions.find('one'), await executions.find('two')]).toEqual([{ status: 'SUCCEEDED' }, undefined]);
});

test('work whose execution failed is started again under another name, but not for ever', async () => {
  const stateMachineArn = await deploy('FailsAlways', { Type: 'Fail', Error: 'Broken', Cause: 'c' });
  const executions = new Executions(states, stateMachineArn);
  for (const name of ['one', 'one-2', 'one-3', 'one-4', 'one-5']) {
    await executions.startAgain('one', run);
    await ended(states, arnOf(stateMachineArn, name));
  }
  expect(await executions.find('one')).toEqual({ status: 'FAILED', error: 'Broken', cause: 'c' });
  await expect(executions.startAgain('one', run)).rejects.toThrow('5 executions of one have failed');
  await executions.startOnce('one', run);
  expect(await names(stateMachineArn)).toEqual(['one', 'one-2', 'one-3', 'one-4', 'one-5']);
});

test('an execution that was stopped has an error of its own', async () => {
  const stateMachineArn = await deploy('Waits', { Type: 'Wait', Seconds: 600, End: true });
  const executions = new Executions(states, stateMachineArn);
  await executions.startAgain('one', run);
  expect(await executions.find('one')).toEqual({ status: 'RUNNING' });
  await executions.startAgain('one', run);
  await states.send(new StopExecutionCommand({ executionArn: arnOf(stateMachineArn, 'one') }));
  expect(await executions.find('one')).toMatchObject({ status: 'FAILED', error: 'ExecutionAborted' });
  expect(await names(stateMachineArn)).toEqual(['one']);
});

test('a complete job lets its execution go on, and told twice does no harm', async () => {
  const { executionArn, token } = await waiting('Completes');
  await tasks.complete(token, { status: 'COMPLETE', jobId: 'job 1' });
  await tasks.complete(token, { status: 'COMPLETE', jobId: 'job 1' });
  expect(await ended(states, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"jobId":"job 1"}' });
});

test('a failed job fails its execution by name, with a cause that Step Functions takes', async () => {
  const { executionArn, token } = await waiting('Fails');
  const cause = 'c'.repeat(40_000);
  await tasks.complete(token, { status: 'ERROR', jobId: 'job 1', error: 'TranscodeFailed', cause });
  const end = await ended(states, executionArn);
  expect(end).toMatchObject({ status: 'FAILED', error: 'TranscodeFailed' });
  expect(end.cause).toHaveLength(32_768);
});

test('a token that nobody waits for is harmless', async () => {
  await tasks.complete('no such token', { status: 'COMPLETE', jobId: '1' });
});
