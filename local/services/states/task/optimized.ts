import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../definition';
import { StateFailure } from '../failure';
import type { Execution } from '../records';
import type { TaskResource } from './resource';

const text = (value: Json | undefined) => {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function object(args: Json): JsonObject {
  if (args !== null && typeof args === 'object' && !Array.isArray(args)) return args;
  throw new StateFailure('States.Runtime', 'The Arguments of a service integration must be an object');
}

/**
 * Converts the input where an optimized integration takes JSON and the API takes text, and adds the integration's own
 * members.
 */
export function optimizedInput({ operation }: TaskResource, args: Json, execution: Execution): unknown {
  const input = object(args);
  switch (operation) {
    case 'PutEvents':
      return {
        ...input,
        Entries: (Array.isArray(input.Entries) ? input.Entries : []).map((item) => {
          const entry = object(item);
          const resources = Array.isArray(entry.Resources) ? entry.Resources : [];
          const Resources = [...resources, execution.arn, execution.stateMachineArn];
          return { ...entry, Detail: text(entry.Detail), Resources };
        }),
      };
    case 'Publish':
      return { ...input, Message: text(input.Message) };
    case 'SendMessage':
      return { ...input, MessageBody: text(input.MessageBody) };
    case 'StartExecution':
      return { stateMachineArn: input.StateMachineArn, name: input.Name, input: text(input.Input) };
    default:
      return input;
  }
}

const withMetadata: readonly string[] = ['dynamodb', 'events', 'sns', 'sqs'];

/** Adds the members that the SDK behind an optimized integration adds to a response. */
export function responseMetadata(HttpStatusCode: number): JsonObject {
  const requestId = randomUUID();
  return {
    SdkHttpMetadata: { AllHttpHeaders: {}, HttpHeaders: {}, HttpStatusCode },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

/** `PutEvents` fails the task if any of its entries failed. */
export function optimizedOutput({ operation, service }: TaskResource, output: Json): Json {
  if (operation === 'PutEvents' && Number(object(output).FailedEntryCount ?? 0) > 0) {
    throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(output));
  }
  return withMetadata.includes(service) ? { ...object(output), ...responseMetadata(200) } : output;
}
