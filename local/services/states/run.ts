import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Clock } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import type { Json, JsonObject, State, States } from './definition';
import type { History } from './history';
import { evaluate } from './jsonata';
import type { Execution, Frame, TaskResult } from './records';

/** The parts that all executions share. */
export interface Engine {
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly history: History;
  readonly frames: Store<Frame>;
  readonly handlers: Handlers;
  /** Keyed by frame: called when the result of the running task has been set. */
  readonly waiting: Map<string, (result: TaskResult) => void>;
}

/** One running sequence of states. */
export interface Run {
  readonly engine: Engine;
  readonly execution: Execution;
  readonly frame: Frame;
  readonly states: States;
  /** Variables of the enclosing sequences, which can be read but not assigned. */
  readonly outer: JsonObject;
  /** The item of the nearest enclosing Map. */
  readonly item?: Frame['item'];
  /** Aborted when the execution ends, a sibling fails, or the process stops. Nothing may be stored afterwards. */
  readonly signal: AbortSignal;
}

/** One state of a run. */
export interface Step<S extends State = State> extends Run {
  readonly name: string;
  readonly state: S;
  /** The id of the event of entering the state. */
  readonly enteredEventId: number;
}

export interface Transition {
  /** The next state; absent at the end. */
  readonly next?: string;
  readonly output: Json;
  readonly assign?: JsonObject;
}

export type Handler<S extends State> = (step: Step<S>) => Promise<Transition>;

/** How each type of state runs. */
export type Handlers = { readonly [T in State['Type']]: Handler<Extract<State, { Type: T }>> };

/** Stores the frame. Throws the signal's reason if the run has been ended. */
export function saveFrame({ engine, frame, signal }: Run): void {
  signal.throwIfAborted();
  engine.frames.put(frame.id, frame);
}

type Details = Parameters<History['append']>[3];

/** Adds an event to the execution's history. Throws the signal's reason if the run has been ended. */
export function record({ engine, frame, signal }: Run, type: HistoryEventType, details?: Details): void {
  signal.throwIfAborted();
  frame.previousEventId = engine.history.append(frame.executionArn, type, frame.previousEventId, details);
}

const canRetry: readonly State['Type'][] = ['Task', 'Parallel', 'Map'];

/** `$states.context`; source: Step Functions developer guide, "Accessing execution data from the Context object". */
function contextObject({ execution, frame, name, item, state }: Step): JsonObject {
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input) as Json,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: new Date(execution.startDate).toISOString(),
      RedriveCount: 0,
    },
    State: {
      Name: name,
      EnteredTime: new Date(frame.enteredAt ?? 0).toISOString(),
      ...(canRetry.includes(state.Type) && {
        RetryCount: (frame.retries ?? []).reduce((sum, spent) => sum + spent, 0),
      }),
    },
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
    ...(item && { Map: { Item: { ...item } } }),
  };
}

export interface Extras {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string;
  readonly item?: Frame['item'];
}

/** Evaluates a field of a state. Throws `States.QueryEvaluationError`. */
export function resolve(step: Step, value: Json, field: string, extras: Extras = {}): Promise<Json> {
  const { result, errorOutput, token, item = step.item } = extras;
  const context = contextObject({ ...step, item });
  const states = {
    input: step.frame.input,
    context: token === undefined ? context : { ...context, Task: { Token: token } },
    ...(result !== undefined && { result }),
    ...(errorOutput !== undefined && { errorOutput }),
  };
  return evaluate(value, { ...step.outer, ...step.frame.variables, states }, field);
}

interface Ending {
  readonly Output?: Json;
  readonly Assign?: JsonObject;
}

/**
 * Evaluates `Output` and `Assign`, both with the variables before the assignment. Without `Output`, the output is
 * `otherwise`.
 */
export async function finishState(
  step: Step,
  { Output, Assign }: Ending,
  otherwise: Json,
  extras?: Extras,
): Promise<Pick<Transition, 'output' | 'assign'>> {
  const output = Output === undefined ? otherwise : await resolve(step, Output, 'Output', extras);
  const assign = Assign && ((await resolve(step, Assign, 'Assign', extras)) as JsonObject);
  return { output, assign };
}
