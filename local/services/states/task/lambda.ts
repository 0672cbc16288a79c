import { ServiceError } from '../../../kernel/service';
import type { Json, JsonObject } from '../definition';
import { StateFailure } from '../failure';
import type { Caller } from './perform';
import type { TaskResource } from './resource';

interface Answer {
  readonly StatusCode?: number;
  readonly ExecutedVersion?: string;
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

function failure(error: unknown): StateFailure {
  if (!(error instanceof ServiceError)) return new StateFailure('Lambda.Unknown', (error as Error).message);
  // The integration knows no error of that name, so the SDK's general one is what it reports.
  const name = /^AccessDenied/.test(error.name) ? 'AWSLambdaException' : error.name;
  const { message, status } = error;
  return new StateFailure(`Lambda.${name}`, `${message} (Service: Lambda, Status Code: ${status})`);
}

function functionFailure(text: string): StateFailure {
  let type: unknown;
  try {
    type = (JSON.parse(text) as { errorType?: unknown } | null)?.errorType;
  } catch {
    // A runtime that died says so in words.
  }
  return new StateFailure(typeof type === 'string' && type ? type : 'Lambda.Unknown', text);
}

/**
 * `arn:aws:states:::lambda:invoke`, whose result is `{StatusCode, ExecutedVersion, Payload}`, or a function's ARN,
 * whose result is the payload. A function's error keeps its `errorType` as name and its whole payload as cause.
 */
export async function invokeFunction(call: Caller, resource: TaskResource, args: Json): Promise<Json> {
  const { FunctionName, Qualifier, Payload, InvocationType, ...others } = (
    resource.arn ? { FunctionName: resource.arn, Payload: args } : args
  ) as JsonObject;
  const unknown = Object.keys(others).find((name) => name !== 'ClientContext' && name !== 'LogType');
  if (typeof FunctionName !== 'string' || unknown) {
    const what = unknown ? `The field '${unknown}' is not supported` : 'FunctionName is missing';
    throw new StateFailure('States.Runtime', `${what} by Step Functions`);
  }
  const input = {
    FunctionName,
    ...(Qualifier !== undefined && { Qualifier }),
    InvocationType: InvocationType ?? 'RequestResponse',
    Payload: Buffer.from(Payload === undefined ? '{}' : JSON.stringify(Payload)),
  };
  const region = FunctionName.startsWith('arn:') ? FunctionName.split(':')[3] : undefined;
  let answer: Answer;
  try {
    answer = (await call('lambda', 'Invoke', input, region)) as Answer;
  } catch (error) {
    throw failure(error);
  }
  const text = answer.Payload ? Buffer.from(answer.Payload).toString() : '';
  if (answer.FunctionError) throw functionFailure(text);
  const payload = text ? (JSON.parse(text) as Json) : null;
  if (resource.arn) return payload;
  return {
    ExecutedVersion: answer.ExecutedVersion ?? '$LATEST',
    Payload: payload,
    StatusCode: answer.StatusCode ?? 200,
  };
}
