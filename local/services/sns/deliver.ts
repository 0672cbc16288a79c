import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';
import { sendMail } from './mail';
import type { Published } from './published';
import type { Subscription, Topic, Topics } from './topics';

/** The maximum number of attempts of a delivery, and the milliseconds between them. */
const maxAttempts = 3;
const retryDelay = 200;

/**
 * Delivers a message to one subscriber. After the last failed attempt, it goes to the dead-letter queue or to the log.
 */
export async function deliver(topics: Topics, topic: Topic, to: Subscription, published: Published): Promise<void> {
  const { kernel } = topics;
  for (let attempt = 1; ; attempt++) {
    try {
      await attemptDelivery(kernel, topic, to, published);
      topics.measure(topic, { NumberOfNotificationsDelivered: 1 });
      return;
    } catch (error) {
      if (attempt < maxAttempts) {
        await new Promise((resolve) => setTimeout(resolve, retryDelay * attempt));
        continue;
      }
      kernel.log('sns', 'a message could not be delivered', {
        topic: topic.name,
        endpoint: to.endpoint,
        error: String(error),
      });
      topics.measure(topic, { NumberOfNotificationsFailed: 1 });
      if (to.deadLetterArn) await sendToQueue(kernel, topic, to.deadLetterArn, envelope(published));
      return;
    }
  }
}

async function attemptDelivery(kernel: Kernel, topic: Topic, to: Subscription, published: Published): Promise<void> {
  switch (to.protocol) {
    case 'sqs':
      return to.raw
        ? sendToQueue(kernel, topic, to.endpoint, published.message, queueAttributes(published))
        : sendToQueue(kernel, topic, to.endpoint, envelope(published));
    case 'lambda':
      await kernel.call({
        service: 'lambda',
        operation: 'Invoke',
        region: regionOf(to.endpoint),
        principal: onBehalfOf(kernel, topic),
        input: { FunctionName: to.endpoint, InvocationType: 'Event', Payload: Buffer.from(lambdaEvent(to, published)) },
      });
      return;
    default:
      sendMail(kernel, topic, to, published);
  }
}

async function sendToQueue(
  kernel: Kernel,
  topic: Topic,
  queueArn: string,
  body: string,
  attributes?: Record<string, MessageAttributeValue>,
): Promise<void> {
  const name = queueArn.slice(queueArn.lastIndexOf(':') + 1);
  await kernel.call({
    service: 'sqs',
    operation: 'SendMessage',
    region: regionOf(queueArn),
    principal: onBehalfOf(kernel, topic),
    input: {
      QueueUrl: `${kernel.endpoint}/${kernel.accountId}/${name}`,
      MessageBody: body,
      MessageAttributes: attributes,
    },
  });
}

function onBehalfOf(kernel: Kernel, topic: Topic): Principal {
  return { kind: 'service', accountId: kernel.accountId, service: 'sns.amazonaws.com', sourceArn: topic.arn };
}

const regionOf = (arn: string) => arn.split(':')[3] ?? '';

function queueAttributes({ attributes }: Published): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { Type, Value }]) => [
      name,
      Type.startsWith('Binary')
        ? { DataType: Type, BinaryValue: Buffer.from(Value, 'base64') }
        : { DataType: Type.startsWith('String.Array') ? 'String' : Type, StringValue: Value },
    ]),
  );
}

/**
 * Returns the message for queues without raw delivery. It is not signed, because there is no certificate for readers to
 * fetch.
 */
function envelope({ messageId, topicArn, subject, message, attributes, timestamp }: Published): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: message,
    Timestamp: timestamp,
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  });
}

function lambdaEvent(to: Subscription, published: Published): string {
  const { messageId, topicArn, subject = null, message, attributes, timestamp } = published;
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: to.arn,
        Sns: {
          Type: 'Notification',
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject,
          Message: message,
          Timestamp: timestamp,
          MessageAttributes: attributes,
        },
      },
    ],
  });
}
