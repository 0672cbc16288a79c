import { randomUUID } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import type { FunctionConfiguration } from './function';

export interface Parting {
  readonly destinationArn: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

/** S3 receives records of streams only; {@link putRecord} writes them. */
const services = ['sqs', 'sns', 's3'];

/** Returns whether this runtime can send records of streams to an ARN. */
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

/**
 * Writes a record with the whole invocation to a bucket, with the function's role. Lambda needs both permissions, and
 * the key has this form. Throws the error of S3.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function putRecord(
  kernel: Kernel,
  { roleArn, name: sessionName }: FunctionConfiguration,
  { bucketArn, folder, body }: { readonly bucketArn: string; readonly folder: string; readonly body: string },
): Promise<void> {
  const principal = { kind: 'role' as const, accountId: kernel.accountId, roleArn, sessionName };
  const call = { service: 's3', region: kernel.region, principal };
  const Bucket = bucketArn.split(':')[5] ?? '';
  await kernel.call({ ...call, operation: 'ListObjectsV2', input: { Bucket, MaxKeys: 1 } });
  const [day = '', time = ''] = new Date(kernel.now()).toISOString().slice(0, 19).split('T');
  const Key = `aws/lambda/${folder}/${day.replaceAll('-', '/')}/${day}T${time.replaceAll(':', '.')}-${randomUUID()}`;
  const Body = Buffer.from(body);
  const input = { Bucket, Key, Body, ContentLength: Body.length, ContentType: 'application/json' };
  await kernel.call({ ...call, operation: 'PutObject', input });
}
