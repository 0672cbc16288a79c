import type { GetQueryExecutionOutput, StartQueryExecutionOutput } from '@aws-sdk/client-athena';
import { StateFailure } from '../failure';
import type { Step } from '../run';
import type { Caller } from './caller';

/** Milliseconds between two checks of a query's state. */
const pollInterval = 300;

/**
 * `athena:startQueryExecution.sync`: starts the query, and returns `{QueryExecution}` when it has succeeded. A query
 * that failed or was cancelled fails the task, with the query as the cause.
 */
export async function queryEnded({ engine, signal }: Step, call: Caller, input: unknown) {
  const { QueryExecutionId } = (await call('athena', 'StartQueryExecution', input)) as StartQueryExecutionOutput;
  for (;;) {
    const found = (await call('athena', 'GetQueryExecution', { QueryExecutionId })) as GetQueryExecutionOutput;
    const state = found.QueryExecution?.Status?.State;
    if (state === 'SUCCEEDED') return { QueryExecution: found.QueryExecution };
    if (state === 'FAILED' || state === 'CANCELLED') {
      throw new StateFailure('States.TaskFailed', JSON.stringify(found.QueryExecution));
    }
    await engine.clock.sleep(engine.clock.now() + pollInterval, signal);
  }
}
