import type {
  MessageSystemAttributeName,
  Message as Received,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import type { Call } from '../../../kernel/service';
import { attributesMd5, invalid, type Message, md5 } from '../message';
import type { Queue } from '../queue';
import type { Queues } from '../queues';

/** Seconds (API reference, ReceiveMessage). */
const maxWait = 20;
export const maxVisibility = 43_200;

export function receiveMessage(queues: Queues) {
  return async (
    input: ReceiveMessageCommandInput,
    call: Call,
  ): Promise<Omit<ReceiveMessageCommandOutput, '$metadata'>> => {
    const queue = queues.find(input.QueueUrl, call.region);
    const max = within(input.MaxNumberOfMessages ?? 1, 'MaxNumberOfMessages', 1, 10);
    const wait = within(input.WaitTimeSeconds ?? queue.settings.receiveWait, 'WaitTimeSeconds', 0, maxWait);
    const visibility = within(
      input.VisibilityTimeout ?? queue.settings.visibilityTimeout,
      'VisibilityTimeout',
      0,
      maxVisibility,
    );
    queues.authorizeKey(queue, call, ['kms:Decrypt']);

    const deadline = Date.now() + wait * 1000;
    for (;;) {
      const messages = queue.receive(max, visibility, (message) => moveToDeadLetters(queues, queue, message));
      const left = deadline - Date.now();
      if (messages.length > 0) return { Messages: messages.map((message) => received(message, input)) };
      if (left <= 0 || queues.isClosing) return {};
      await queue.wait(left);
    }
  };
}

/** Returns whether the message was moved. If the dead-letter queue does not exist, it stays in its queue. */
function moveToDeadLetters(queues: Queues, queue: Queue, message: Message): boolean {
  const target = queues.byArn(queue.settings.redrive?.deadLetterTargetArn ?? '');
  if (!target) return false;
  target.add({
    ...message,
    visibleAt: queues.kernel.now(),
    receiveCount: 0,
    firstReceivedAt: undefined,
    receipt: undefined,
    deadLetterSource: queue.arn,
  });
  return true;
}

function received(message: Message, input: ReceiveMessageCommandInput): Received {
  const asked = input.MessageAttributeNames ?? [];
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => isAsked(name, asked)));
  return {
    MessageId: message.id,
    ReceiptHandle: `${message.id}.${message.receipt}`,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(Object.keys(attributes).length > 0 && {
      MD5OfMessageAttributes: attributesMd5(attributes),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, { BinaryValue, ...rest }]) => [
          name,
          BinaryValue === undefined ? rest : { ...rest, BinaryValue: Buffer.from(BinaryValue, 'base64') },
        ]),
      ),
    }),
    Attributes: systemAttributes(message, [
      ...(input.AttributeNames ?? []),
      ...(input.MessageSystemAttributeNames ?? []),
    ] as MessageSystemAttributeName[]),
  };
}

/** Matches `All`, `.*`, a name, or the beginning of names in the form `bar.*`. */
function isAsked(name: string, asked: readonly string[]): boolean {
  return asked.some(
    (one) => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -'.*'.length))),
  );
}

function systemAttributes(message: Message, asked: readonly MessageSystemAttributeName[]): Received['Attributes'] {
  const all: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const chosen = Object.entries(all).filter(
    ([name, value]) => value !== undefined && asked.some((one) => one === 'All' || one === name),
  );
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

/** Throws `InvalidParameterValue`. */
export function within(value: number, parameter: string, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}
