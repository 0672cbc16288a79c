import { fork } from '../../../kernel/clock';
import type { Json, MapState, ParallelState, States } from '../definition';
import { type Frame, frameId } from '../records';
import type { Run, Step } from '../run';
import { runFrame } from '../run-frame';

export interface Branch {
  readonly states: States;
  /** Returns the branch's input. Called once, when the branch is created. */
  input(): Promise<Json>;
  readonly item?: Frame['item'];
  /** Called for the history. */
  onStart?(): void;
  onEnd?(failed: boolean): void;
}

/**
 * Runs branches in parallel, at most `concurrency` at a time, and returns their outputs in order. The first failure
 * ends all of them. Branches that an earlier process began continue from their positions.
 */
export async function runBranches(
  step: Step<ParallelState | MapState>,
  branches: readonly Branch[],
  concurrency = branches.length,
): Promise<Json[]> {
  const scope = fork(step.signal);
  const outputs: Json[] = new Array(branches.length);
  let next = 0;
  const worker = async () => {
    while (next < branches.length) {
      const index = next++;
      outputs[index] = await runBranch(step, branches[index] as Branch, index, scope.signal);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, branches.length) }, worker));
    return outputs;
  } finally {
    scope.abort(new Error('a sibling failed'));
  }
}

async function runBranch(step: Step, branch: Branch, index: number, signal: AbortSignal): Promise<Json> {
  const { engine, execution, frame: parent, name } = step;
  const path = `${parent.path}/${name}:${parent.visit}[${index}]`;
  const id = frameId(execution.arn, path);
  let frame = engine.frames.get(id);
  if (!frame) {
    const input = await branch.input();
    signal.throwIfAborted();
    frame = {
      id,
      executionArn: execution.arn,
      path,
      state: branch.states.StartAt,
      input,
      variables: {},
      previousEventId: parent.previousEventId,
      visit: 0,
      ...(branch.item && { item: branch.item }),
    };
    branch.onStart?.();
  }
  if (frame.ended) return frame.ended.output;
  const run: Run = {
    engine,
    execution,
    frame,
    signal,
    states: branch.states,
    outer: { ...step.outer, ...parent.variables },
    item: branch.item ?? step.item,
  };
  try {
    const output = await runFrame(run);
    branch.onEnd?.(false);
    return output;
  } catch (error) {
    signal.throwIfAborted();
    branch.onEnd?.(true);
    throw error;
  }
}
