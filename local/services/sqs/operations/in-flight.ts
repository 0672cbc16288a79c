import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
  ChangeMessageVisibilityBatchRequestEntry,
  ChangeMessageVisibilityCommandInput,
  DeleteMessageBatchCommandInput,
  DeleteMessageBatchCommandOutput,
  DeleteMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { Call } from '../../../kernel/service';
import type { Queue } from '../queue';
import type { Queues } from '../queues';
import { inBatch } from './batch';
import { maxVisibility, within } from './receive';

type VisibilityChange = Pick<ChangeMessageVisibilityBatchRequestEntry, 'ReceiptHandle' | 'VisibilityTimeout'>;

function change(queue: Queue, { ReceiptHandle, VisibilityTimeout }: VisibilityChange): object {
  queue.changeVisibility(ReceiptHandle ?? '', within(VisibilityTimeout ?? -1, 'VisibilityTimeout', 0, maxVisibility));
  return {};
}

export function changeMessageVisibility(queues: Queues) {
  return (input: ChangeMessageVisibilityCommandInput, call: Call): object =>
    change(queues.find(input.QueueUrl, call.region), input as VisibilityChange);
}

export function changeMessageVisibilityBatch(queues: Queues) {
  return (
    input: ChangeMessageVisibilityBatchCommandInput,
    call: Call,
  ): Omit<ChangeMessageVisibilityBatchCommandOutput, '$metadata'> => {
    const queue = queues.find(input.QueueUrl, call.region);
    return inBatch(input.Entries, (entry) => change(queue, entry));
  };
}

export function deleteMessage(queues: Queues) {
  return (input: DeleteMessageCommandInput, call: Call): object => {
    queues.find(input.QueueUrl, call.region).delete(input.ReceiptHandle ?? '');
    return {};
  };
}

export function deleteMessageBatch(queues: Queues) {
  return (input: DeleteMessageBatchCommandInput, call: Call): Omit<DeleteMessageBatchCommandOutput, '$metadata'> => {
    const queue = queues.find(input.QueueUrl, call.region);
    return inBatch(input.Entries, ({ ReceiptHandle }) => {
      queue.delete(ReceiptHandle ?? '');
      return {};
    });
  };
}
