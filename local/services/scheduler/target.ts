import type { Kernel } from '../../kernel/kernel';
import { type Principal, ServiceError } from '../../kernel/service';
import type { Json } from '../states/definition';
import { parseResource } from '../states/task/resource';
import { sdkInput } from '../states/task/sdk';
import type { Invocation, Target } from './invocation';

/** The operation that a target invokes. */
interface Request {
  readonly service: string;
  readonly operation: string;
  /** The region of the operation; the schedule's own region if absent. */
  readonly region?: string;
  input(text: string, invocation: Pick<Invocation, 'id'>): unknown;
}

/**
 * Universal targets cannot be read operations.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
const reading =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet)([A-Z]|$)/;

const invalid = (message: string) => new ServiceError('ValidationException', message);

function universal(service: string, action: string): Request {
  if (reading.test(action)) throw invalid(`a schedule cannot call ${action}, because it is a read operation`);
  let resource: ReturnType<typeof parseResource>;
  try {
    resource = parseResource(`arn:aws:states:::aws-sdk:${service}:${action}`);
  } catch {
    throw invalid(`this runtime's schedules cannot call ${service}:${action}`);
  }
  return {
    service: resource.service,
    operation: resource.operation,
    input: (text) => sdkInput(resource, JSON.parse(text) as Json),
  };
}

function byArn(arn: string): Request {
  const [, , service, region, , ...rest] = arn.split(':');
  if (service === 'lambda' && rest[0] === 'function') {
    return {
      ...{ service, operation: 'Invoke', region },
      input: (text) => ({ FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(text) }),
    };
  }
  if (service === 'states' && rest[0] === 'stateMachine') {
    return {
      ...{ service, operation: 'StartExecution', region },
      // The name is the same at every attempt, so that an execution that did start is not started again.
      input: (input, { id }) => ({ stateMachineArn: arn, input, name: id }),
    };
  }
  throw invalid(`${arn} is not a target that this runtime's schedules support`);
}

/** Parses a target. Throws `ValidationException` if this runtime does not support it. */
export function parseTarget({ Arn, Input }: Target): Request {
  const [, service, action] = /^arn:aws[\w-]*:scheduler:::aws-sdk:([\w-]+):(\w+)$/.exec(Arn) ?? [];
  const request = service && action ? universal(service, action) : byArn(Arn);
  if (Input !== undefined) {
    try {
      JSON.parse(Input);
    } catch (error) {
      throw invalid(`Target.Input is not JSON: ${(error as Error).message}`);
    }
  }
  return request;
}

const isoSeconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Returns the target's input with the placeholders filled in, or an event that describes the schedule. */
export function inputOf(
  { target, scheduleArn, scheduledAt, id, attempts, region }: Invocation,
  accountId: string,
): string {
  const { Arn, Input } = target;
  if (Input === undefined) {
    if (Arn.includes(':aws-sdk:')) return '{}';
    return JSON.stringify({
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: accountId,
      time: isoSeconds(scheduledAt),
      region,
      resources: [scheduleArn],
      detail: '{}',
    });
  }
  return Input.replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', isoSeconds(scheduledAt))
    .replaceAll('<aws.scheduler.execution-id>', id)
    .replaceAll('<aws.scheduler.attempt-number>', String(attempts + 1));
}

export const roleOf = (kernel: Kernel, { target, id }: Invocation): Principal => ({
  kind: 'role',
  accountId: kernel.accountId,
  roleArn: target.RoleArn,
  sessionName: id,
});

/** Makes one attempt, with the target's role. Throws the target's error. */
export async function invokeTarget(kernel: Kernel, invocation: Invocation): Promise<void> {
  const { service, operation, region = invocation.region, input } = parseTarget(invocation.target);
  const text = inputOf(invocation, kernel.accountId);
  try {
    const principal = roleOf(kernel, invocation);
    await kernel.call({ service, operation, region, principal, input: input(text, invocation), fallible: true });
  } catch (error) {
    if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
  }
}
