import type {
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  GetQueueUrlCommandInput,
  GetQueueUrlCommandOutput,
  ListDeadLetterSourceQueuesCommandInput,
  ListDeadLetterSourceQueuesCommandOutput,
  ListQueuesCommandInput,
  ListQueuesCommandOutput,
  PurgeQueueCommandInput,
} from '@aws-sdk/client-sqs';
import { type Call, ServiceError } from '../../../kernel/service';
import type { Queue } from '../queue';
import type { Queues } from '../queues';

export function getQueueUrl(queues: Queues) {
  return (input: GetQueueUrlCommandInput, call: Call): Omit<GetQueueUrlCommandOutput, '$metadata'> => ({
    QueueUrl: queues.url(queues.find(input.QueueName, call.region).name),
  });
}

export function listQueues(queues: Queues) {
  return (
    { QueueNamePrefix = '' }: ListQueuesCommandInput,
    call: Call,
  ): Omit<ListQueuesCommandOutput, '$metadata'> => ({
    QueueUrls: queues
      .in(call.region)
      .filter(({ name }) => name.startsWith(QueueNamePrefix))
      .map(({ name }) => queues.url(name)),
  });
}

export function listDeadLetterSourceQueues(queues: Queues) {
  return (
    input: ListDeadLetterSourceQueuesCommandInput,
    call: Call,
  ): Omit<ListDeadLetterSourceQueuesCommandOutput, '$metadata'> => {
    const { arn } = queues.find(input.QueueUrl, call.region);
    const sources = queues.in(call.region).filter(({ settings }) => settings.redrive?.deadLetterTargetArn === arn);
    return { queueUrls: sources.map(({ name }) => queues.url(name)) };
  };
}

export function purgeQueue(queues: Queues) {
  return (input: PurgeQueueCommandInput, call: Call): object => {
    queues.find(input.QueueUrl, call.region).purge();
    return {};
  };
}

function allAttributes(queue: Queue): Record<string, string> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.count();
  const createdAt = String(Math.floor(queue.deployedAt / 1000));
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: createdAt,
    LastModifiedTimestamp: createdAt,
    VisibilityTimeout: String(settings.visibilityTimeout),
    DelaySeconds: String(settings.delay),
    MessageRetentionPeriod: String(settings.retention),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWait),
    MaximumMessageSize: String(settings.maxMessageBytes),
    ...(settings.redrive && { RedrivePolicy: JSON.stringify(settings.redrive) }),
    ...(settings.policy !== undefined && { Policy: JSON.stringify(settings.policy) }),
    ...(settings.key ? { KmsMasterKeyId: settings.key } : { SqsManagedSseEnabled: 'true' }),
  };
}

export function getQueueAttributes(queues: Queues) {
  return (input: GetQueueAttributesCommandInput, call: Call): Omit<GetQueueAttributesCommandOutput, '$metadata'> => {
    const all = allAttributes(queues.find(input.QueueUrl, call.region));
    const asked: readonly string[] = input.AttributeNames ?? [];
    const known = [...Object.keys(all), 'All', 'RedrivePolicy', 'RedriveAllowPolicy', 'Policy', 'KmsMasterKeyId'];
    for (const name of [...asked]) {
      if (known.includes(name) || name === 'KmsDataKeyReusePeriodSeconds' || name === 'SqsManagedSseEnabled') continue;
      throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
    const chosen = Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name));
    return { Attributes: Object.fromEntries(chosen) };
  };
}
