import * as sdk from '@aws-sdk/client-sqs';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './operations/in-flight';
import {
  getQueueAttributes,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueues,
  purgeQueue,
} from './operations/queues';
import { receiveMessage } from './operations/receive';
import { sendMessage, sendMessageBatch } from './operations/send';
import { permissions } from './permissions';
import { Queues } from './queues';
import { queuePolicyProvider, queueProvider } from './resources';

/** SQS: standard queues with visibility timeouts, delays, long polling and dead-letter queues, stored on disk. */
export function createSqs(kernel: Kernel): LocalService {
  const queues = new Queues(kernel);
  return {
    wire: {
      id: 'sqs',
      sdk,
      permissions,
      operations: {
        ChangeMessageVisibility: changeMessageVisibility(queues),
        ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(queues),
        DeleteMessage: deleteMessage(queues),
        DeleteMessageBatch: deleteMessageBatch(queues),
        GetQueueAttributes: getQueueAttributes(queues),
        GetQueueUrl: getQueueUrl(queues),
        ListDeadLetterSourceQueues: listDeadLetterSourceQueues(queues),
        ListQueues: listQueues(queues),
        PurgeQueue: purgeQueue(queues),
        ReceiveMessage: receiveMessage(queues),
        SendMessage: sendMessage(queues),
        SendMessageBatch: sendMessageBatch(queues),
      },
    },
    resources: {
      'AWS::SQS::Queue': queueProvider(queues),
      'AWS::SQS::QueuePolicy': queuePolicyProvider(queues),
    },
    gauges: () => queues.all().map((queue) => queue.gauges()),
    sweep() {
      for (const queue of queues.all()) queue.sweep();
    },
    stop: () => queues.close(),
  };
}
