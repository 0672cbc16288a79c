import { type Placed, type Rule, resources } from '../rule';
import { listOf } from '../values';

/** Seconds: SQS's defaults. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const defaults = { visibility: 30, retention: 345_600 };

/** Finds queues that Lambda or SQS refuse, and dead-letter queues that delete messages too early. */
export const queues: Rule = {
  name: 'queues',
  check(assembly) {
    const all = resources(assembly, 'AWS::SQS::Queue');
    const finding = ({ construct }: Placed, message: string) => ({ rule: 'queues', construct, message });
    const sources = resources(assembly, 'AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
      const queue = all.find((one) => refersTo(one, mapping.stack, mapping.resource.Properties.EventSourceArn));
      const handler = resources(assembly, 'AWS::Lambda::Function').find((one) =>
        refersTo(one, mapping.stack, mapping.resource.Properties.FunctionName),
      );
      const visibility = queue?.resource.Properties?.VisibilityTimeout ?? defaults.visibility;
      const timeout = handler?.resource.Properties?.Timeout ?? 3;
      // "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds"
      if (!queue || visibility >= timeout) return [];
      const message = `The queue's visibility timeout is ${visibility} s, but its function may run for ${timeout} s, which Lambda refuses. Set six times the timeout of the function.`;
      return [finding(queue, message)];
    });
    const letters = all.flatMap((queue) => {
      const {
        RedrivePolicy,
        MessageRetentionPeriod = defaults.retention,
        FifoQueue = false,
      } = queue.resource.Properties ?? {};
      const dead = all.find((one) => refersTo(one, queue.stack, RedrivePolicy?.deadLetterTargetArn));
      if (!dead) return [];
      const properties = dead.resource.Properties ?? {};
      const retention = properties.MessageRetentionPeriod ?? defaults.retention;
      return [
        // A message keeps the time of its first arrival: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
        ...(retention <= MessageRetentionPeriod
          ? [
              finding(
                dead,
                `The dead-letter queue keeps messages for ${retention} s after their first arrival, but the source queue keeps them for ${MessageRetentionPeriod} s. Use a longer retention.`,
              ),
            ]
          : []),
        // "The dead-letter queue of a FIFO queue must also be a FIFO queue."
        ...((properties.FifoQueue ?? false) === FifoQueue
          ? []
          : [finding(dead, 'A queue and its dead-letter queue must both be FIFO or both be standard queues.')]),
      ];
    });
    return [...sources, ...letters];
  },
};

/** Whether a reference in `stack` refers to this resource. */
function refersTo(to: Placed, stack: Placed['stack'], reference: unknown): boolean {
  if (to.stack !== stack || reference === null || typeof reference !== 'object') return false;
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: unknown };
  return Ref === to.logicalId || listOf<string>(attribute)[0] === to.logicalId;
}
