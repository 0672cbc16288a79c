import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Json, State } from './definition';
import { limitPayload, StateFailure } from './failure';
import { recordEvaluation } from './record-evaluation';
import { type Run, record, type Step, saveFrame, type Transition } from './run';

const entered = (state: State) => `${state.Type}StateEntered` as HistoryEventType;
const exited = (state: State) => `${state.Type}StateExited` as HistoryEventType;

/**
 * Runs the states from the frame's position to the end, and stores the frame after each. Throws {@link StateFailure}
 * when a state fails, and the signal's reason when the run has been ended.
 */
export async function runFrame(run: Run): Promise<Json> {
  const { frame, signal, engine } = run;
  while (!frame.ended) {
    const name = frame.state;
    const state = run.states.States[name];
    if (!state) throw new StateFailure('States.Runtime', `The state '${name}' does not exist`);
    enter(run, name, state);
    const step: Step = { ...run, name, state, enteredEventId: frame.enteredEventId ?? 0 };
    const handler = engine.handlers[state.Type] as (step: Step) => Promise<Transition>;
    let transition: Transition;
    try {
      transition = await handler(step);
      limitPayload(transition.output, `The state/task '${name}' returned a result`);
      limitPayload(transition.assign ?? {}, `The state '${name}' assigned variables`);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof StateFailure ? recordEvaluation(step, error) : error;
    }
    signal.throwIfAborted();
    finishStep(step, transition);
  }
  return frame.ended.output;
}

function enter(run: Run, name: string, state: State): void {
  const { frame, engine } = run;
  if (frame.enteredAt !== undefined) return;
  run.signal.throwIfAborted();
  frame.enteredAt = engine.clock.now();
  frame.visit += 1;
  const input = JSON.stringify(frame.input);
  record(run, entered(state), { stateEnteredEventDetails: { name, input, inputDetails: { truncated: false } } });
  frame.enteredEventId = frame.previousEventId;
  saveFrame(run);
}

function finishStep(step: Step, { next, output, assign }: Transition): void {
  const { frame, name, state, engine } = step;
  const assigned = Object.entries(assign ?? {}).map(([key, value]) => [key, JSON.stringify(value)] as const);
  record(step, exited(state), {
    stateExitedEventDetails: {
      name,
      output: JSON.stringify(output),
      outputDetails: { truncated: false },
      ...(assigned.length > 0 && { assignedVariables: Object.fromEntries(assigned) }),
    },
  });
  const branches = `${frame.path}/`;
  Object.assign(frame, {
    variables: { ...frame.variables, ...assign },
    enteredAt: undefined,
    retries: undefined,
    retryAt: undefined,
    waitUntil: undefined,
    task: undefined,
    items: undefined,
  });
  if (next === undefined) frame.ended = { output };
  else {
    frame.state = next;
    frame.input = output;
  }
  saveFrame(step);
  if (state.Type !== 'Parallel' && state.Type !== 'Map') return;
  for (const [id, { executionArn, path }] of engine.frames.entries()) {
    if (executionArn === frame.executionArn && path.startsWith(branches)) engine.frames.delete(id);
  }
}
