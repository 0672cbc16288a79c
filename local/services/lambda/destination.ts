import type { Kernel } from '../../kernel/kernel';
import type { FunctionConfiguration } from './function';

export interface Parting {
  readonly destinationArn: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

const services = ['sqs', 'sns'];

/** Returns whether {@link sendTo} can send to an ARN. */
export const isKnownDestination = (arn: string) => services.includes(arn.split(':')[2] ?? '');

/** Sends a record of failed events to a queue or topic, with the function's role. Throws the target's error. */
export async function sendTo(
  kernel: Kernel,
  { roleArn, name: sessionName }: FunctionConfiguration,
  { destinationArn, body, attributes }: Parting,
): Promise<void> {
  const [, , service, region = kernel.region, account, name] = destinationArn.split(':');
  const principal = { kind: 'role' as const, accountId: kernel.accountId, roleArn, sessionName };
  const MessageAttributes = attributes && { MessageAttributes: attributes };
  if (service === 'sqs') {
    const input = { QueueUrl: `${kernel.endpoint}/${account}/${name}`, MessageBody: body, ...MessageAttributes };
    await kernel.call({ service, operation: 'SendMessage', region, principal, input });
  } else if (service === 'sns') {
    const input = { TopicArn: destinationArn, Message: body, ...MessageAttributes };
    await kernel.call({ service, operation: 'Publish', region, principal, input });
  } else throw new Error(`a dead-letter target of ${service} is not supported by this runtime`);
}
