import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createAthena } from '../../../services/athena';
import { createDynamoDb } from '../../../services/dynamodb';
import { createEvents } from '../../../services/events';
import { createS3 } from '../../../services/s3';
import { createSns } from '../../../services/sns';
import { createSqs } from '../../../services/sqs';
import { createStates } from '../../../services/states';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { ended, until } from '../../../testing/until';

describe('service integrations', () => {
  let laptop: Laptop;
  let client: SFNClient;
  let sqs: SQSClient;
  let RoleArn: string;
  let count = 0;

  const start = async (task: object) => {
    const state = { Type: 'Task', End: true, ...task };
    const Definition = { QueryLanguage: 'JSONata', StartAt: 'T', States: { T: state } };
    count += 1;
    const machine = await laptop.deploy('AWS::StepFunctions::StateMachine', `I${count}`, { RoleArn, Definition });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: machine.ref }));
    return executionArn as string;
  };
  const run = async (task: object) => {
    const { output = 'null', error, cause } = await ended(client, await start(task));
    return { output: JSON.parse(output), error, cause };
  };
  const message = (QueueUrl: string): Promise<string> =>
    until(async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body);

  beforeAll(async () => {
    laptop = await startLaptop((kernel) => [
      ...[createDynamoDb(kernel), createS3(kernel), createSqs(kernel), createSns(kernel)],
      ...[createAthena(kernel), createStates(kernel), createEvents(kernel)],
    ]);
    client = new SFNClient(laptop.clientConfig);
    sqs = new SQSClient(laptop.clientConfig);
    const services = ['athena:*', 'glue:*', 'dynamodb:*', 's3:*', 'sqs:*', 'sns:*'];
    const actions = [...services, 'states:StartExecution', 'events:PutEvents'];
    RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow(...actions)]);
  });
  afterAll(() => laptop.stop());

  test('dynamodb: an item is put, read, and a failed condition has a name to catch', async () => {
    const { ref: TableName } = await laptop.deploy('AWS::DynamoDB::Table', 'Table', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const put = {
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Arguments: {
        TableName,
        Item: { id: { S: 'a' }, n: { N: '1' } },
        ConditionExpression: 'attribute_not_exists(id)',
      },
    };
    expect((await run(put)).error).toBeUndefined();
    expect((await run(put)).error).toBe('DynamoDB.ConditionalCheckFailedException');
    const bySdk = await run({ ...put, Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem' });
    expect(bySdk.error).toBe('DynamoDb.ConditionalCheckFailedException');
    const get = { Resource: 'arn:aws:states:::dynamodb:getItem', Arguments: { TableName, Key: { id: { S: 'a' } } } };
    expect((await run(get)).output).toMatchObject({ Item: { n: { N: '1' } } });
  });

  test('s3: an object is written and read as text, with dates as ISO text', async () => {
    const { ref: Bucket } = await laptop.deploy('AWS::S3::Bucket', 'Bucket', {});
    const put = { Bucket, Key: 'k', Body: { a: 1 } };
    expect((await run({ Resource: 'arn:aws:states:::aws-sdk:s3:putObject', Arguments: put })).error).toBeUndefined();
    const get = { Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Arguments: { Bucket, Key: 'k' } };
    const { output } = await run(get);
    expect(output).toMatchObject({ Body: '{"a":1}', ContentLength: 7 });
    expect(output.LastModified).toMatch(/^\d{4}-\d\d-\d\dT/);
    const absent = await run({ ...get, Arguments: { Bucket, Key: 'absent' } });
    expect(absent.error).toBe('S3.NoSuchKeyException');
  });

  test('athena: a query is waited for, and fails its task where it fails', async () => {
    const { ref: bucket } = await laptop.deploy('AWS::S3::Bucket', 'Results', {});
    const ask = (QueryString: string) =>
      run({
        Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
        Arguments: { QueryString, ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` } },
      });
    const { output, error } = await ask('SELECT 1 AS one');
    expect(error).toBeUndefined();
    expect(output.QueryExecution.Status).toMatchObject({ State: 'SUCCEEDED', CompletionDateTime: expect.any(String) });
    const { QueryExecutionId } = output.QueryExecution;
    const rows = await run({ Resource: 'arn:aws:states:::athena:getQueryResults', Arguments: { QueryExecutionId } });
    expect(rows.output.ResultSet.Rows[1].Data[0].VarCharValue).toBe('1');
    const failed = await ask('SELECT nothing');
    expect(failed.error).toBe('States.TaskFailed');
    expect(JSON.parse(failed.cause ?? '').Status.StateChangeReason).toContain('nothing');
  });

  test('sqs: a message of JSON carries the token, whose holder ends the task', async () => {
    const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Tokens', {});
    const executionArn = await start({
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Arguments: { QueueUrl, MessageBody: { token: '{% $states.context.Task.Token %}' } },
    });
    const { token: taskToken } = JSON.parse(await message(QueueUrl)) as { token: string };
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '"ok"' }));
    expect((await ended(client, executionArn)).output).toBe('"ok"');
  });

  test('sns: a message of JSON is published as text', async () => {
    const queue = await laptop.deploy('AWS::SQS::Queue', 'Subscriber', {});
    const { ref: TopicArn } = await laptop.deploy('AWS::SNS::Topic', 'Topic', {});
    const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queue.attributes.Arn };
    const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
    await laptop.deploy('AWS::SQS::QueuePolicy', 'Policy', { Queues: [queue.ref], PolicyDocument });
    const subscription = { TopicArn, Protocol: 'sqs', Endpoint: queue.attributes.Arn, RawMessageDelivery: true };
    await laptop.deploy('AWS::SNS::Subscription', 'Subscription', subscription);
    const Arguments = { TopicArn, Message: { failed: true } };
    const { output } = await run({ Resource: 'arn:aws:states:::sns:publish', Arguments });
    expect(output.MessageId).toBeTruthy();
    expect(await message(queue.ref)).toBe('{"failed":true}');
  });

  test('events: an entry reaches its rule, with execution and state machine among its resources', async () => {
    const queue = await laptop.deploy('AWS::SQS::Queue', 'Events', {});
    const Principal = { Service: 'events.amazonaws.com' };
    const statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: queue.attributes.Arn };
    const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
    await laptop.deploy('AWS::SQS::QueuePolicy', 'EventsPolicy', { Queues: [queue.ref], PolicyDocument });
    await laptop.deploy('AWS::Events::Rule', 'Rule', {
      EventPattern: { source: ['omnistream'] },
      Targets: [{ Id: 'q', Arn: queue.attributes.Arn }],
    });
    const executionArn = await start({
      Resource: 'arn:aws:states:::events:putEvents',
      Arguments: { Entries: [{ Source: 'omnistream', DetailType: 'AssetReady', Detail: { id: 'a1' } }] },
    });
    const event = JSON.parse(await message(queue.ref)) as { detail: object; resources: string[] };
    expect(event.detail).toEqual({ id: 'a1' });
    const { stateMachineArn } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(event.resources).toEqual([executionArn, stateMachineArn]);
  });

  test('states: another execution is started, and not waited for', async () => {
    const Definition = { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: { Type: 'Succeed' } } };
    const inner = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Inner', { RoleArn, Definition });
    const Arguments = { StateMachineArn: inner.ref, Name: 'inner', Input: { a: 1 } };
    const { output } = await run({ Resource: 'arn:aws:states:::states:startExecution', Arguments });
    expect(output.StartDate).toMatch(/^\d{4}-/);
    expect((await ended(client, output.ExecutionArn)).output).toBe('{"a":1}');
  });
});
