import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as states from '@aws-sdk/client-sfn';
import { ServiceError } from '../../kernel/service';
import { type Served, serve } from '../../wire/serve';

let served: Served;
let answer: () => unknown;
let client: dynamodb.DynamoDBClient;
let workflows: states.SFNClient;

beforeAll(async () => {
  served = await serve(
    [
      { id: 'dynamodb', sdk: dynamodb },
      { id: 'states', sdk: states },
    ],
    () => answer(),
  );
  client = new dynamodb.DynamoDBClient(served.clientConfig);
  workflows = new states.SFNClient(served.clientConfig);
});
afterAll(() => {
  client.destroy();
  workflows.destroy();
  return served.close();
});
beforeEach(() => {
  served.calls.length = 0;
  answer = () => ({});
});

const fails = (error: Error) => () => {
  throw error;
};

test('inputs and outputs keep blobs, numbers, nested documents and dates', async () => {
  const Item = {
    id: { S: 'ü🎬' },
    bytes: { B: new Uint8Array([0, 255]) },
    list: { L: [{ N: '1.5' }, { NULL: true }, { M: { deep: { BOOL: false } } }] },
    set: { BS: [new Uint8Array([1])] },
  };
  answer = () => ({ Attributes: Item });
  const put = new dynamodb.PutItemCommand({ TableName: 't', Item, ReturnValues: 'ALL_OLD' });
  expect((await client.send(put)).Attributes).toEqual(Item);
  const { input } = served.calls[0] as { input: { Item: typeof Item } };
  expect(Buffer.from(input.Item.bytes.B)).toEqual(Buffer.from([0, 255]));
  expect(input.Item.list).toEqual(Item.list);
  const startDate = new Date('2026-11-23T10:15:30.125Z');
  answer = () => ({ executionArn: 'a', startDate });
  const started = await workflows.send(new states.StartExecutionCommand({ stateMachineArn: 'm' }));
  expect(started).toMatchObject({ executionArn: 'a', startDate });
});

test('an error has its members', async () => {
  const CancellationReasons = [
    { Code: 'None' },
    { Code: 'ConditionalCheckFailed', Message: 'm', Item: { id: { S: 'a' }, b: { B: new Uint8Array([7]) } } },
  ];
  answer = fails(new ServiceError('TransactionCanceledException', 'Canceled', 400, { CancellationReasons }));
  const write = new dynamodb.TransactWriteItemsCommand({ TransactItems: [] });
  const thrown = await client.send(write).catch((error) => error);
  expect(thrown).toBeInstanceOf(dynamodb.TransactionCanceledException);
  expect(thrown).toMatchObject({ message: 'Canceled', CancellationReasons, $metadata: { httpStatusCode: 400 } });
});

test('an error has the status of its shape, or its own when it has no shape', async () => {
  const start = () => workflows.send(new states.StartExecutionCommand({ stateMachineArn: 'm' }));
  answer = fails(new ServiceError('ExecutionAlreadyExists', 'there'));
  await expect(start()).rejects.toBeInstanceOf(states.ExecutionAlreadyExists);
  answer = fails(new ServiceError('AccessDeniedException', 'no', 403));
  await expect(start()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: 'no',
    $metadata: { httpStatusCode: 403 },
  });
});

test.each([
  ['no JSON', '{', 'SerializationException'],
  ['a required member that is missing', '{}', 'ValidationException'],
  ['a required member that is null', '{"stateMachineArn":null}', 'ValidationException'],
])('a body with %s is a named error', async (_what, body, name) => {
  const headers = { 'x-amz-target': 'AWSStepFunctions.StartExecution' };
  const response = await fetch(served.endpoint, { method: 'POST', headers, body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: name });
  expect(served.calls).toEqual([]);
});
