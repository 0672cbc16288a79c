import type { Json, JsonObject } from '../definition';
import { StateFailure } from '../failure';
import type { Caller } from './caller';
import { responseMetadata } from './optimized';
import type { TaskResource } from './resource';

interface InvokeOutput {
  readonly StatusCode?: number;
  readonly ExecutedVersion?: string;
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
  readonly LogResult?: string;
}

function functionFailure(text: string): StateFailure {
  let type: unknown;
  try {
    type = (JSON.parse(text) as { errorType?: unknown } | null)?.errorType;
  } catch {
    // The message of a crashed runtime is text, not JSON.
  }
  return new StateFailure(typeof type === 'string' && type ? type : 'Lambda.Unknown', text);
}

/** A text is the payload itself; an absent or null input is an empty event. */
function payloadOf(payload: Json | undefined): string {
  if (payload === undefined || payload === null) return '{}';
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}

/**
 * Invokes `arn:aws:states:::lambda:invoke`, whose result is `{StatusCode, ExecutedVersion, Payload}`, or a function's
 * ARN, whose result is the payload. A function's error has its `errorType` as its name and its whole payload as the
 * cause.
 */
export async function invokeFunction(call: Caller, resource: TaskResource, args: Json): Promise<Json> {
  const { FunctionName, Qualifier, Payload, InvocationType, ClientContext, LogType, ...others } = (
    resource.arn ? { FunctionName: resource.arn } : args
  ) as JsonObject;
  const [unknown] = Object.keys(others);
  if (typeof FunctionName !== 'string' || unknown) {
    const what = unknown ? `The field '${unknown}' is not supported` : 'FunctionName is missing';
    throw new StateFailure('States.Runtime', `${what} by Step Functions`);
  }
  const input = {
    FunctionName,
    ...(Qualifier !== undefined && { Qualifier }),
    InvocationType: InvocationType ?? 'RequestResponse',
    ...(ClientContext !== undefined && { ClientContext }),
    ...(LogType !== undefined && { LogType }),
    Payload: Buffer.from(resource.arn ? JSON.stringify(args) : payloadOf(Payload)),
  };
  const region = FunctionName.startsWith('arn:') ? FunctionName.split(':')[3] : undefined;
  const answer = (await call('lambda', 'Invoke', input, region)) as InvokeOutput;
  const text = answer.Payload ? Buffer.from(answer.Payload).toString() : '';
  if (answer.FunctionError) throw functionFailure(text);
  const payload = text ? (JSON.parse(text) as Json) : null;
  if (resource.arn) return payload;
  return {
    ExecutedVersion: answer.ExecutedVersion ?? '$LATEST',
    Payload: payload,
    StatusCode: answer.StatusCode ?? 200,
    ...(answer.LogResult !== undefined && { LogResult: answer.LogResult }),
    ...responseMetadata(answer.StatusCode ?? 200),
  };
}
