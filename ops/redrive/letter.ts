/** A message of a dead-letter queue, or an object of the bucket of failed records. */
export interface Found {
  readonly id: string;
  readonly body: string;
  /** Message attributes; empty for objects. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** When it was sent or written. */
  readonly at: Date;
}

/** The call that gives a dead letter back to its receiver, and to no other one. */
export type Call =
  /** An asynchronous invocation, as the event was passed before. */
  | { readonly kind: 'event'; readonly functionName: string; readonly payload: string }
  /** Records of a table's stream, whose function reports those that it could not process. */
  | { readonly kind: 'records'; readonly functionName: string; readonly payload: string; readonly table: string }
  /** An execution of a state machine. A name starts one execution, however often it is requested. */
  | { readonly kind: 'execution'; readonly arn: string; readonly name: string; readonly input: string };

export interface Letter {
  readonly found: Found;
  /** Where it comes from, for people. */
  readonly source: string;
  readonly error: string;
  readonly assetId?: string;
  /** @default - it cannot be given back: {@link why} */
  readonly call?: Call;
  readonly why?: string;
}

/** The form of asset ids in keys and events. The API's own pattern is in `lambda/shared/assets.ts`. */
const assetIdIn = /(?<![a-z0-9])a[a-z2-7]{21}(?![a-z0-9])/;

const lastOf = (arn = '') => arn.split(/[:/]/).at(-1) ?? '';

/** `arn:aws:lambda:{region}:{account}:function:{name}` and the same with a qualifier → name */
const functionNameOf = (arn: string) => /:function:([^:]+)/.exec(arn)?.[1] ?? '';

type Described = Pick<Letter, 'source' | 'error' | 'call' | 'why'>;

/**
 * Reads a dead letter by the form that its sender gives it. StartMessageMoveTask of SQS is of no use here: it only accepts
 * queues that receive the dead letters of other queues.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export function letterOf(found: Found): Letter {
  const { attributes, body } = found;
  const content = parse(body);
  const described =
    attributes.TARGET_ARN !== undefined ? ofTarget(found, attributes.TARGET_ARN) : ofLambda(content, attributes);
  const assetId = assetIdIn.exec(body)?.[0];
  return { found, ...described, ...(assetId !== undefined && { assetId }) };
}

/**
 * Dead letters of EventBridge and of its scheduler, which have the same attributes: the body is the event, or the input of
 * the target. An event is not put on the bus again, since it would reach the targets that have processed it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
function ofTarget({ id, body, attributes }: Found, target: string): Described {
  const { RULE_ARN, SCHEDULE_ARN, ERROR_CODE = '', ERROR_MESSAGE = '' } = attributes;
  const by = RULE_ARN ? `rule ${lastOf(RULE_ARN)}` : `schedule ${lastOf(SCHEDULE_ARN)}`;
  const about = { source: `${by} → ${lastOf(target)}`, error: `${ERROR_CODE}: ${ERROR_MESSAGE}` };
  const functionName = functionNameOf(target);
  if (functionName) return { ...about, call: { kind: 'event', functionName, payload: body } };
  if (target.includes(':stateMachine:')) {
    return { ...about, call: { kind: 'execution', arn: target, name: `redrive-${id}`, input: body } };
  }
  return { ...about, why: 'its target is neither a function nor a state machine' };
}

interface LambdaRecord {
  readonly requestContext?: { readonly functionArn?: string; readonly condition?: string };
  readonly responsePayload?: { readonly errorType?: string; readonly errorMessage?: string } | null;
  readonly requestPayload?: unknown;
  readonly DDBStreamBatchInfo?: { readonly batchSize?: number; readonly streamArn?: string };
  readonly payload?: unknown;
}

/**
 * Records that Lambda sends to a destination: of asynchronous invocations, and of batches of streams. Only a bucket
 * receives the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
function ofLambda(content: unknown, attributes: Found['attributes']): Described {
  const record = (typeof content === 'object' && content !== null ? content : {}) as LambdaRecord;
  const { requestContext, requestPayload, responsePayload, DDBStreamBatchInfo: batch, payload } = record;
  const functionName = functionNameOf(requestContext?.functionArn ?? '');
  const condition = requestContext?.condition ?? '';
  if (functionName && batch) {
    const table = /:table\/([^/]+)/.exec(batch.streamArn ?? '')?.[1] ?? '';
    const about = { source: `stream of ${table} → ${functionName} (${batch.batchSize} records)`, error: condition };
    if (payload === undefined) return { ...about, why: 'it contains only the positions of the records in the stream' };
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return { ...about, call: { kind: 'records', functionName, payload: text, table } };
  }
  if (functionName && requestPayload !== undefined) {
    const { errorType = condition, errorMessage = '' } = responsePayload ?? {};
    return {
      source: `invocation of ${functionName}`,
      error: `${errorType}: ${errorMessage}`,
      call: { kind: 'event', functionName, payload: JSON.stringify(requestPayload) },
    };
  }
  const { ErrorCode, ErrorMessage = '' } = attributes;
  if (ErrorCode !== undefined) {
    return { source: 'invocation', error: ErrorMessage, why: 'it does not name its function' };
  }
  return { source: 'unknown', error: '', why: 'its form is not known' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
