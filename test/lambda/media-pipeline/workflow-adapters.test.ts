import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
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
import { StateMachine } from '../../../lambda/media-pipeline/intake/state-machine.client';
import { WaitingTasks } from '../../../lambda/media-pipeline/jobs/tasks.client';

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

test('an execution is started once for each name, also after it has ended', async () => {
  const stateMachineArn = await deploy('Ends', { Type: 'Succeed' });
  const machine = new StateMachine(states, stateMachineArn);
  await machine.start('one', run);
  await machine.start('one', { ...run, run: 'ffffffff' });
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions.map(({ name }) => name)).toEqual(['one']);
  const [{ executionArn } = {}] = executions;
  const { input = '' } = await states.send(new DescribeExecutionCommand({ executionArn }));
  expect(JSON.parse(input)).toEqual(run);
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
