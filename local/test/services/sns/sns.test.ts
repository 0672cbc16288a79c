import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PublishBatchCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createSns, type Sns } from '../../../services/sns';
import { createSqs } from '../../../services/sqs';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let service: Sns;
let sns: SNSClient;
let sqs: SQSClient;

beforeEach(async () => {
  laptop = await startLaptop((kernel) => {
    service = createSns(kernel);
    return [createSqs(kernel), service];
  });
  sns = new SNSClient(laptop.clientConfig);
  sqs = new SQSClient(laptop.clientConfig);
});
afterEach(async () => {
  sns.destroy();
  sqs.destroy();
  await laptop.stop();
});

async function subscribedQueue(TopicArn: string, more: object = {}): Promise<string> {
  const { ref, attributes } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  await laptop.deploy('AWS::SNS::Subscription', 'ToQueue', {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: attributes.Arn,
    ...more,
  });
  await letSnsSendTo('QueuePolicy', ref);
  return ref;
}

/** SNS delivers as itself, so a queue's policy has to allow SNS. */
const letSnsSendTo = (logicalId: string, queue: string) =>
  laptop.deploy('AWS::SQS::QueuePolicy', logicalId, {
    Queues: [queue],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*' },
      ],
    },
  });

async function received(QueueUrl: string) {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  return Messages ?? [];
}

test('what is published reaches a queue, in an envelope that names topic and subject', async () => {
  const { ref: TopicArn } = await laptop.deploy('AWS::SNS::Topic', 'Topic', {});
  const queue = await subscribedQueue(TopicArn);
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Subject: 'Failed', Message: 'it broke' }));
  const [message] = await received(queue);
  expect(JSON.parse(message?.Body ?? '')).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn,
    Subject: 'Failed',
    Message: 'it broke',
  });
});

test('raw delivery hands on body and attributes alone', async () => {
  const { ref: TopicArn } = await laptop.deploy('AWS::SNS::Topic', 'Topic', {});
  const queue = await subscribedQueue(TopicArn, { RawMessageDelivery: true });
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'test' } };
  await sns.send(new PublishCommand({ TopicArn, Message: 'plain', MessageAttributes }));
  expect(await received(queue)).toMatchObject([{ Body: 'plain', MessageAttributes }]);
});

test('a mail is a file; it is listed as published, and still is after a restart', async () => {
  const { ref: TopicArn } = await laptop.deploy('AWS::SNS::Topic', 'Topic', {
    Subscription: [{ Protocol: 'email', Endpoint: 'ops@example.com' }],
  });
  await sns.send(new PublishCommand({ TopicArn, Message: 'first' }));
  await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: 'a', Message: 'second' }] }));
  const folder = join(laptop.kernel.folder('sns'), 'mail');
  const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const sent = mails.filter((text) => text.includes(`X-Topic: ${TopicArn}\n`)).sort();
  expect(sent.map((text) => text.split('\n').slice(1))).toEqual([
    ['To: ops@example.com', 'Subject: AWS Notification Message', `X-Topic: ${TopicArn}`, '', 'first', ''],
    ['To: ops@example.com', 'Subject: AWS Notification Message', `X-Topic: ${TopicArn}`, '', 'second', ''],
  ]);
  laptop = await laptop.restart();
  expect(service.published().map(({ topicArn, message }) => [topicArn, message])).toEqual([
    [TopicArn, 'first'],
    [TopicArn, 'second'],
  ]);
});

test('a message that is too long, and a topic that is not there, are refused', async () => {
  const { ref: TopicArn } = await laptop.deploy('AWS::SNS::Topic', 'Topic', {});
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'x'.repeat(262_145) }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(sns.send(new PublishCommand({ TopicArn: `${TopicArn}-no`, Message: 'x' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test('a filter policy is refused by name', async () => {
  const { ref: TopicArn } = await laptop.deploy('AWS::SNS::Topic', 'Topic', {});
  await expect(subscribedQueue(TopicArn, { FilterPolicy: {} })).rejects.toThrow('FilterPolicy');
});

test('what a subscriber refuses goes to the dead letters of the subscription', async () => {
  const { ref: TopicArn } = await laptop.deploy('AWS::SNS::Topic', 'Topic', {});
  const dead = await laptop.deploy('AWS::SQS::Queue', 'Dead', {});
  await laptop.deploy('AWS::SNS::Subscription', 'ToNobody', {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: 'arn:aws:sqs:eu-west-1:000000000000:nobody',
    RedrivePolicy: { deadLetterTargetArn: dead.attributes.Arn },
  });
  await letSnsSendTo('DeadPolicy', dead.ref);
  await sns.send(new PublishCommand({ TopicArn, Message: 'lost' }));
  expect(JSON.parse((await received(dead.ref))[0]?.Body ?? '')).toMatchObject({ Message: 'lost' });
});
