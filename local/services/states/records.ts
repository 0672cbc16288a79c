import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Json, JsonObject } from './definition';

/** One execution. Times are milliseconds since 1970; payloads are JSON text, as in the API. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The machine at the start of the execution. An update does not affect running executions. */
  readonly roleArn: string;
  readonly definitionKey: string;
  readonly input: string;
  readonly startDate: number;
  readonly status: ExecutionStatus;
  readonly stopDate?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** The last status that was sent to the event bus. */
  readonly announced?: ExecutionStatus;
}

/** `failed` has optional members, because the holder of a token need not give a reason. */
export type TaskResult =
  | { readonly output: Json }
  | { readonly failed: true; readonly error?: string; readonly cause?: string };

/** One attempt of a Task. */
export interface TaskAttempt {
  readonly arguments: Json;
  readonly token?: string;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  /** Milliseconds since 1970. */
  readonly deadline?: number;
  heartbeatBy?: number;
  /** The call that passed the token on has been answered, and must not be repeated. */
  submitted?: boolean;
  /** Set once, by the first of: the call, the token's holder, or a timeout. */
  result?: TaskResult;
}

/** The position in one sequence of states: the execution itself, a branch of a Parallel, or an iteration of a Map. */
export interface Frame {
  readonly id: string;
  readonly executionArn: string;
  /**
   * Empty for the execution itself; `Fan:3[0]` for branch 0 of the state `Fan`, which was the third state to be
   * entered.
   */
  readonly path: string;
  readonly item?: { readonly Index: number; readonly Value: Json; readonly Key?: string };
  state: string;
  input: Json;
  variables: JsonObject;
  previousEventId: number;
  /**
   * Counts entered states and retries, so that the branches of an earlier visit are never confused with those of a
   * later one.
   */
  visit: number;
  /** Milliseconds since 1970; absent between two states. */
  enteredAt?: number;
  /** The id of the event of entering the state. */
  enteredEventId?: number;
  /** The number of used retries, by retrier. */
  retries?: number[];
  retryAt?: number;
  waitUntil?: number;
  task?: TaskAttempt;
  /** The items of a Map at its beginning. */
  items?: NonNullable<Frame['item']>[];
  ended?: { readonly output: Json };
}

export const frameId = (executionArn: string, path: string) => `${executionArn}|${path}`;
