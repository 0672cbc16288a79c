import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Json, JsonObject } from './definition';

/** One execution. Times are milliseconds since 1970; payloads are JSON text, as the API gives them. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The machine as it was at the start: an update does not touch what is under way. */
  readonly roleArn: string;
  readonly definitionKey: string;
  readonly input: string;
  readonly startDate: number;
  readonly status: ExecutionStatus;
  readonly stopDate?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** The last status that the event bus was told. */
  readonly announced?: ExecutionStatus;
}

/** `failed`, because the holder of a token need not say why. */
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
  /** The call that hands out the token has been answered: it must not be made again. */
  submitted?: boolean;
  /** Set once, by whoever is first: the call, the token's holder, or a timeout. */
  result?: TaskResult;
}

/** Where one sequence of states stands: the execution itself, a branch of a Parallel, an iteration of a Map. */
export interface Frame {
  readonly id: string;
  readonly executionArn: string;
  /** Empty for the execution itself; `Fan:3[0]` for branch 0 of the state `Fan`, entered third. */
  readonly path: string;
  readonly item?: { readonly Index: number; readonly Value: Json; readonly Key?: string };
  state: string;
  input: Json;
  variables: JsonObject;
  previousEventId: number;
  /** Counts states entered and retries, so that branches of an earlier visit are never taken for those of a later. */
  visit: number;
  /** Milliseconds since 1970; absent between two states. */
  enteredAt?: number;
  /** The history's event of entering the state. */
  enteredEventId?: number;
  /** Retries spent, by retrier. */
  retries?: number[];
  retryAt?: number;
  waitUntil?: number;
  task?: TaskAttempt;
  /** A Map's items, as they were when it began. */
  items?: NonNullable<Frame['item']>[];
  ended?: { readonly output: Json };
}

export const frameId = (executionArn: string, path: string) => `${executionArn}|${path}`;
