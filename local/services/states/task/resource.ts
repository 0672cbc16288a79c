import { sdkServices } from './sdk-services';

/** The operation in a Task's `Resource`. */
export interface TaskResource {
  readonly kind: 'lambda-arn' | 'optimized' | 'aws-sdk';
  /** The service's id in this runtime. */
  readonly service: string;
  /** PascalCase */
  readonly operation: string;
  /** The prefix of this integration's errors: `MediaConvert` of `MediaConvert.NotFoundException`. */
  readonly errorPrefix: string;
  readonly waitForTaskToken: boolean;
  /** Whether the task waits for the end of the job that it started. */
  readonly isSync?: boolean;
  /** Set for `lambda-arn`. */
  readonly arn?: string;
  /** The names in the execution's history. */
  readonly history: { readonly resourceType: string; readonly resource: string };
}

const optimized: Readonly<Record<string, { service: string; errorPrefix: string; actions: readonly string[] }>> = {
  lambda: { service: 'lambda', errorPrefix: 'Lambda', actions: ['invoke'] },
  events: { service: 'events', errorPrefix: 'EventBridge', actions: ['putEvents'] },
  sns: { service: 'sns', errorPrefix: 'SNS', actions: ['publish'] },
  sqs: { service: 'sqs', errorPrefix: 'SQS', actions: ['sendMessage'] },
  states: { service: 'states', errorPrefix: 'StepFunctions', actions: ['startExecution'] },
  athena: { service: 'athena', errorPrefix: 'Athena', actions: ['startQueryExecution', 'getQueryResults'] },
  dynamodb: {
    service: 'dynamodb',
    errorPrefix: 'DynamoDB',
    actions: ['getItem', 'putItem', 'updateItem', 'deleteItem'],
  },
};

const pascal = (action: string) => action.charAt(0).toUpperCase() + action.slice(1);

/** Throws an error that names the resource if this runtime does not support the integration. */
export function parseResource(text: string): TaskResource {
  if (/^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:/.test(text)) {
    const history = { resourceType: 'lambda', resource: text };
    const target = { service: 'lambda', operation: 'Invoke', errorPrefix: 'Lambda', waitForTaskToken: false };
    return { kind: 'lambda-arn', arn: text, history, ...target };
  }
  const unknown = (why: string) => new Error(`the task resource '${text}' ${why}`);
  const match = /^arn:aws[\w-]*:states:::(?:(aws-sdk):)?([\w-]+):(\w+)(?:\.(\w+)(?::2)?)?$/.exec(text);
  if (!match) throw unknown('is not supported by this runtime');
  const [, sdk, name = '', action = '', pattern] = match;
  const isSync = pattern === 'sync' && !sdk && name === 'athena' && action === 'startQueryExecution';
  if (pattern !== undefined && pattern !== 'waitForTaskToken' && !isSync) {
    throw unknown(`uses .${pattern}, but this runtime supports only .waitForTaskToken`);
  }
  const waitForTaskToken = pattern === 'waitForTaskToken';
  const history = { resourceType: sdk ? `aws-sdk:${name}` : name, resource: pattern ? `${action}.${pattern}` : action };
  if (sdk) {
    const known = sdkServices[name];
    if (!known) throw unknown('names an SDK service that is not supported by this runtime');
    const [service, errorPrefix] = known;
    return { kind: 'aws-sdk', service, errorPrefix, operation: pascal(action), waitForTaskToken, history };
  }
  const integration = optimized[name];
  if (!integration?.actions.includes(action)) throw unknown('is not supported by this runtime');
  if (waitForTaskToken && (name === 'dynamodb' || name === 'athena')) throw unknown('cannot wait for a task token');
  const { service, errorPrefix } = integration;
  return { kind: 'optimized', service, errorPrefix, operation: pascal(action), waitForTaskToken, isSync, history };
}
