import type {
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { type Call, ServiceError } from '../../../kernel/service';
import { attributesMd5, invalid, isSendable, md5, messageAttributes, messageBytes } from '../message';
import type { Queue, Sending } from '../queue';
import type { Queues } from '../queues';
import { inBatch } from './batch';

/** Seconds (API reference, SendMessage). */
const maxDelay = 900;

/** Checks a message completely before it is sent. */
function sendingOf(queue: Queue, input: Omit<SendMessageCommandInput, 'QueueUrl'>, call: Call): Sending {
  if (input.MessageGroupId !== undefined || input.MessageDeduplicationId !== undefined) {
    throw invalid('The request includes a parameter that is not valid for this queue type');
  }
  const body = input.MessageBody;
  if (!body) throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (!isSendable(body)) {
    throw new ServiceError('InvalidMessageContents', 'Invalid characters found: only those of XML 1.0 are allowed');
  }
  if (input.DelaySeconds !== undefined && (input.DelaySeconds < 0 || input.DelaySeconds > maxDelay)) {
    throw invalid(
      `Value ${input.DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${maxDelay}.`,
    );
  }
  const attributes = messageAttributes(input.MessageAttributes);
  if (messageBytes(body, attributes) > queue.settings.maxMessageBytes) {
    throw invalid(
      `One or more parameters cannot be validated. Reason: Message must be shorter than ${queue.settings.maxMessageBytes} bytes.`,
    );
  }
  return {
    body,
    attributes,
    traceHeader: input.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
    senderId: senderId(call),
    delay: input.DelaySeconds,
  };
}

function senderId({ principal, accountId }: Call): string {
  if (principal.kind === 'role')
    return `AROA${md5(principal.roleArn).slice(0, 17).toUpperCase()}:${principal.sessionName}`;
  return principal.kind === 'service' ? principal.service : accountId;
}

function send(queue: Queue, sending: Sending) {
  const { id } = queue.send(sending);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(sending.body),
    MD5OfMessageAttributes: attributesMd5(sending.attributes),
  };
}

export function sendMessage(queues: Queues) {
  return (input: SendMessageCommandInput, call: Call): Omit<SendMessageCommandOutput, '$metadata'> => {
    const queue = queues.find(input.QueueUrl, call.region);
    queues.authorizeKey(queue, call, ['kms:Decrypt', 'kms:GenerateDataKey']);
    return send(queue, sendingOf(queue, input, call));
  };
}

/**
 * Returns the maximum bytes of all messages in a batch: 256 KB, or more if the queue allows larger messages. Recorded
 * for a queue of 1 KB (localstack, test_send_batch_message_size): its messages are refused one by one. AWS allows 1 MiB
 * since 2025.
 */
const batchBytes = ({ settings }: Queue) => Math.max(262_144, settings.maxMessageBytes);

/** Throws `BatchRequestTooLong` if the messages together are too long. */
export function sendMessageBatch(queues: Queues) {
  return (input: SendMessageBatchCommandInput, call: Call): Omit<SendMessageBatchCommandOutput, '$metadata'> => {
    const queue = queues.find(input.QueueUrl, call.region);
    queues.authorizeKey(queue, call, ['kms:Decrypt', 'kms:GenerateDataKey']);
    const bytes = (input.Entries ?? []).reduce(
      (sum, { MessageBody, MessageAttributes }) =>
        sum + messageBytes(MessageBody ?? '', messageAttributes(MessageAttributes)),
      0,
    );
    return inBatch(
      input.Entries,
      (entry) => send(queue, sendingOf(queue, entry, call)),
      () => {
        if (bytes <= batchBytes(queue)) return;
        throw new ServiceError(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${batchBytes(queue)} bytes. You have sent ${bytes} bytes.`,
        );
      },
    );
  };
}
