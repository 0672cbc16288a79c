import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Identity, Resource, ResourceProvider } from '../../kernel/service';
import type { QueueSettings } from './queue';
import { type Queues, queueName } from './queues';

interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number | string;
}

interface QueueProperties {
  readonly QueueName?: string;
  readonly FifoQueue?: boolean | string;
  readonly VisibilityTimeout?: number | string;
  readonly DelaySeconds?: number | string;
  readonly MessageRetentionPeriod?: number | string;
  readonly ReceiveMessageWaitTimeSeconds?: number | string;
  readonly MaximumMessageSize?: number | string;
  readonly RedrivePolicy?: RedrivePolicy;
  readonly KmsMasterKeyId?: string;
}

const nameOf = (resource: Resource<QueueProperties>) => resource.properties.QueueName ?? resource.name;

/** Seconds and bytes (API reference, SetQueueAttributes). The size is the older default, which every region accepts. */
const defaults = { visibilityTimeout: 30, delay: 0, retention: 345_600, receiveWait: 0, maxMessageBytes: 262_144 };

/** `AWS::SQS::Queue`; only standard queues. */
export function queueProvider(queues: Queues): ResourceProvider<QueueProperties> {
  return {
    identify(resource): Identity {
      const name = nameOf(resource);
      const arn = `arn:aws:sqs:${resource.region}:${resource.accountId}:${name}`;
      return { ref: queues.url(name), attributes: { Arn: arn, QueueName: name, QueueUrl: queues.url(name) } };
    },
    deploy(resource) {
      knownProperties(resource, [
        'QueueName',
        'FifoQueue',
        'VisibilityTimeout',
        'DelaySeconds',
        'MessageRetentionPeriod',
        'ReceiveMessageWaitTimeSeconds',
        'MaximumMessageSize',
        'RedrivePolicy',
        'KmsMasterKeyId',
        // This property lists the queues that may use this one as their dead-letter queue. Here the same template defines
        // both.
        'RedriveAllowPolicy',
        // Nothing is encrypted on a laptop, but the policies of keys are checked at each call.
        'SqsManagedSseEnabled',
        'KmsDataKeyReusePeriodSeconds',
        'Tags',
      ]);
      const { properties } = resource;
      if (String(properties.FifoQueue) === 'true') throw unsupported(resource, 'FifoQueue');
      const before = queues.byArn(`arn:aws:sqs:${resource.region}:${resource.accountId}:${nameOf(resource)}`);
      queues.put(nameOf(resource), resource.region, { ...settingsOf(properties), policy: before?.settings.policy });
      return undefined;
    },
  };
}

function settingsOf(properties: QueueProperties): QueueSettings {
  const number = (value: number | string | undefined, otherwise: number) =>
    value === undefined ? otherwise : Number(value);
  const redrive = properties.RedrivePolicy;
  return {
    visibilityTimeout: number(properties.VisibilityTimeout, defaults.visibilityTimeout),
    delay: number(properties.DelaySeconds, defaults.delay),
    retention: number(properties.MessageRetentionPeriod, defaults.retention),
    receiveWait: number(properties.ReceiveMessageWaitTimeSeconds, defaults.receiveWait),
    maxMessageBytes: number(properties.MaximumMessageSize, defaults.maxMessageBytes),
    redrive: redrive && {
      deadLetterTargetArn: redrive.deadLetterTargetArn,
      maxReceiveCount: Number(redrive.maxReceiveCount),
    },
    key: properties.KmsMasterKeyId,
  };
}

interface QueuePolicyProperties {
  readonly Queues: readonly string[];
  readonly PolicyDocument: unknown;
}

/** `AWS::SQS::QueuePolicy`: replaces the queue's whole policy, as on AWS. */
export function queuePolicyProvider(queues: Queues): ResourceProvider<QueuePolicyProperties> {
  return {
    identify: (resource) => ({ ref: resource.name, attributes: { Id: resource.name } }),
    deploy(resource) {
      knownProperties(resource, ['Queues', 'PolicyDocument']);
      const { Queues, PolicyDocument } = resource.properties;
      for (const url of Queues) {
        const queue = queues.find(queueName(url), resource.region);
        queue.settings = { ...queue.settings, policy: PolicyDocument };
        queues.kernel.resourcePolicy(queue.arn, PolicyDocument, 'policy', resource);
      }
      return undefined;
    },
  };
}
