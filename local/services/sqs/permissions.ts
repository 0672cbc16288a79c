import type { Call, Permissions } from '../../kernel/service';

interface QueueInput {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
}

/** Batches need the permission of the single call. */
const onQueue = (action: string) => (input: QueueInput, call: Call) => {
  const name = input.QueueName ?? (input.QueueUrl ?? '').slice((input.QueueUrl ?? '').lastIndexOf('/') + 1);
  return [{ action: `sqs:${action}`, resource: `arn:aws:sqs:${call.region}:${call.accountId}:${name}` }];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const permissions: Permissions = {
  ChangeMessageVisibility: onQueue('ChangeMessageVisibility'),
  ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
  DeleteMessage: onQueue('DeleteMessage'),
  DeleteMessageBatch: onQueue('DeleteMessage'),
  GetQueueAttributes: onQueue('GetQueueAttributes'),
  GetQueueUrl: onQueue('GetQueueUrl'),
  ListDeadLetterSourceQueues: onQueue('ListDeadLetterSourceQueues'),
  ListQueues: () => [{ action: 'sqs:ListQueues', resource: '*' }],
  PurgeQueue: onQueue('PurgeQueue'),
  ReceiveMessage: onQueue('ReceiveMessage'),
  SendMessage: onQueue('SendMessage'),
  SendMessageBatch: onQueue('SendMessage'),
};
