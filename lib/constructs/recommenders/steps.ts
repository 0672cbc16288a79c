import { retryService } from '../workflow/retries';
import type { Json } from '../workflow/steps';

interface Step {
  readonly arguments: Json;
  /** Variables to assign, in JSONata. */
  readonly assign?: Json;
  readonly output?: Json;
  readonly next?: string;
  readonly catches?: readonly object[];
  /** Errors that are not retried, since the same call would fail again. */
  readonly telling?: readonly string[];
}

/** A state that makes a call: `athena:getQueryResults`, `aws-sdk:personalize:createRecommender`. */
export function call(resource: string, step: Step) {
  const { telling = [] } = step;
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::${resource}`,
    Arguments: step.arguments,
    Retry: [...(telling.length > 0 ? [{ ErrorEquals: telling, MaxAttempts: 0 }] : []), ...retryService],
    ...(step.catches && { Catch: step.catches }),
    ...(step.assign !== undefined && { Assign: step.assign }),
    ...(step.output !== undefined && { Output: step.output }),
    ...(step.next ? { Next: step.next } : { End: true }),
  };
}

export interface Query {
  readonly sql: string;
  readonly workgroup: string;
}

/** Runs a query of the lake and waits for its end. The placeholder `Database` is the database of the views. */
export function query({ sql, workgroup }: Query, then: Omit<Step, 'arguments'>) {
  const step = call('athena:startQueryExecution.sync', {
    ...then,
    arguments: {
      QueryString: sql,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
      QueryExecutionContext: { Database: '${Database}' },
      WorkGroup: workgroup,
    },
  });
  // Not retried: Athena has its own retries, and each query is billed.
  return {
    ...step,
    TimeoutSeconds: 3600,
    Retry: [
      {
        ErrorEquals: ['States.TaskFailed'],
        IntervalSeconds: 30,
        BackoffRate: 2,
        MaxAttempts: 2,
        JitterStrategy: 'FULL',
      },
    ],
  };
}
