import type { Kernel } from '../../kernel/kernel';
import { type Principal, ServiceError } from '../../kernel/service';
import type { Delivery } from './delivery';

interface Request {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  /** The role with which the target is called; EventBridge calls as itself if absent. */
  readonly roleArn?: string;
}

type Sender = (kernel: Kernel, delivery: Delivery) => Request;

const partOf = (arn: string, index: number) => arn.split(':')[index] ?? '';

export function queueUrl(kernel: Kernel, arn: string): string {
  return `${kernel.endpoint}/${partOf(arn, 4)}/${partOf(arn, 5)}`;
}

/** Keyed by the service in a target's ARN. */
const senders: Readonly<Record<string, Sender>> = {
  lambda: (_kernel, { target, input }) => ({
    service: 'lambda',
    operation: 'Invoke',
    input: { FunctionName: target.Arn, InvocationType: 'Event', Payload: Buffer.from(input) },
  }),
  states: (_kernel, { id, event, target, input }) => ({
    service: 'states',
    operation: 'StartExecution',
    roleArn: target.RoleArn,
    // The name is the same at every attempt, so that an execution that did start is not started again.
    input: { stateMachineArn: target.Arn, input, name: `${event.id}_${id}` },
  }),
  sqs: (kernel, { target, input }) => ({
    service: 'sqs',
    operation: 'SendMessage',
    input: {
      QueueUrl: queueUrl(kernel, target.Arn),
      MessageBody: input,
      ...(target.SqsParameters?.MessageGroupId && { MessageGroupId: target.SqsParameters.MessageGroupId }),
    },
  }),
  sns: (_kernel, { target, input }) => ({
    service: 'sns',
    operation: 'Publish',
    input: { TopicArn: target.Arn, Message: input },
  }),
  logs: (_kernel, { id, target, input, acceptedAt }) => ({
    service: 'logs',
    operation: 'PutLogEvents',
    input: {
      logGroupName: partOf(target.Arn, 6),
      logStreamName: id,
      logEvents: [{ timestamp: acceptedAt, message: input }],
    },
  }),
};

/** Returns whether this runtime can deliver to a target with this ARN. */
export const isKnownTarget = (arn: string) => partOf(arn, 2) in senders;

/** Makes one attempt. Throws the target's error. */
export async function send(kernel: Kernel, service: Principal, delivery: Delivery): Promise<void> {
  const { Arn, RoleArn } = delivery.target;
  const sender = senders[partOf(Arn, 2)];
  if (!sender)
    throw new ServiceError('ResourceNotFoundException', `This runtime does not support targets of this kind: ${Arn}`);
  const request = sender(kernel, delivery);
  const region = partOf(Arn, 3) || delivery.region;
  const { accountId } = kernel;
  const principal: Principal =
    request.roleArn && RoleArn
      ? { kind: 'role', accountId, roleArn: RoleArn, sessionName: delivery.event.id }
      : service;
  try {
    if (request.service === 'logs') {
      const { logGroupName, logStreamName } = request.input as { logGroupName: string; logStreamName: string };
      const input = { logGroupName, logStreamName };
      await kernel
        .call({ service: 'logs', operation: 'CreateLogStream', region, principal, input, fallible: true })
        .catch(ignore('ResourceAlreadyExistsException'));
    }
    await kernel.call({
      service: request.service,
      operation: request.operation,
      region,
      principal,
      input: request.input,
      fallible: true,
    });
  } catch (error) {
    ignore('ExecutionAlreadyExists')(error as Error);
  }
}

const ignore = (name: string) => (error: Error) => {
  if (error.name !== name) throw error;
};
