import {
  ChangeMessageVisibilityBatchCommand,
  ListDeadLetterSourceQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createSqs } from '../../../services/sqs';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let client: SQSClient;

beforeEach(async () => {
  laptop = await startLaptop((kernel) => [createSqs(kernel)]);
  client = new SQSClient(laptop.clientConfig);
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

test('visibility is changed message by message; a wrong handle fails alone', async () => {
  const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Queue', { VisibilityTimeout: 600 });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();
  const Entries = [
    { Id: 'right', ReceiptHandle: Messages[0]?.ReceiptHandle, VisibilityTimeout: 0 },
    { Id: 'wrong', ReceiptHandle: 'no handle', VisibilityTimeout: 0 },
  ];
  const changed = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  expect(changed.Successful).toEqual([{ Id: 'right' }]);
  expect(changed.Failed).toMatchObject([{ Id: 'wrong', Code: 'ReceiptHandleIsInvalid', SenderFault: true }]);
  const again = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(again.Messages?.map(({ Body }) => Body)).toEqual(['a']);
});

test('a queue of dead letters lists the queues that send to it', async () => {
  const dead = await laptop.deploy('AWS::SQS::Queue', 'Dead', {});
  const RedrivePolicy = { deadLetterTargetArn: dead.attributes.Arn, maxReceiveCount: 2 };
  const { ref } = await laptop.deploy('AWS::SQS::Queue', 'Source', { RedrivePolicy });
  await laptop.deploy('AWS::SQS::Queue', 'Other', {});
  const list = (QueueUrl: string) => client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  expect((await list(dead.ref)).queueUrls).toEqual([ref]);
  expect((await list(ref)).queueUrls).toEqual([]);
});
