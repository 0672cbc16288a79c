export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** Seconds before the first retry; 1 when absent. */
  readonly IntervalSeconds?: number;
  /** 3 when absent; 0 means never. */
  readonly MaxAttempts?: number;
  /** 2.0 when absent. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Output?: Json;
  readonly Assign?: JsonObject;
}

interface Common {
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly Assign?: JsonObject;
  readonly Output?: Json;
}

interface Onward extends Common {
  readonly Next?: string;
  readonly End?: boolean;
}

interface Recoverable extends Onward {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface PassState extends Onward {
  readonly Type: 'Pass';
}

export interface TaskState extends Recoverable {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: number | string;
  readonly HeartbeatSeconds?: number | string;
}

export interface ChoiceState extends Common {
  readonly Type: 'Choice';
  readonly Choices: readonly {
    readonly Condition: string | boolean;
    readonly Next: string;
    readonly Assign?: JsonObject;
    readonly Output?: Json;
  }[];
  readonly Default?: string;
}

export interface WaitState extends Onward {
  readonly Type: 'Wait';
  readonly Seconds?: number | string;
  readonly Timestamp?: string;
}

export interface SucceedState extends Common {
  readonly Type: 'Succeed';
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly Error?: string;
  readonly Cause?: string;
}

export interface ParallelState extends Recoverable {
  readonly Type: 'Parallel';
  readonly Arguments?: Json;
  readonly Branches: readonly States[];
}

export interface MapState extends Recoverable {
  readonly Type: 'Map';
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: number | string;
  readonly ItemProcessor: States & { readonly ProcessorConfig?: { readonly Mode?: string } };
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** The states of a machine, of a branch, or of a map's iteration. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A document in Amazon States Language with JSONata. */
export interface Definition extends States {
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
  readonly Version?: string;
}
