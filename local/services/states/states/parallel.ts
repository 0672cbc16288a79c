import type { ParallelState } from '../definition';
import { StateFailure } from '../failure';
import { recovered } from '../recovery';
import { finishState, type Handler, record, resolve } from '../run';
import { runBranches } from './run-branches';

export const parallel: Handler<ParallelState> = (step) =>
  recovered(step, async () => {
    const { state, frame, signal } = step;
    const input = state.Arguments === undefined ? frame.input : await resolve(step, state.Arguments, 'Arguments');
    record(step, 'ParallelStateStarted');
    try {
      const result = await runBranches(
        step,
        state.Branches.map((states) => ({ states, input: async () => input })),
      );
      record(step, 'ParallelStateSucceeded');
      return { next: state.Next, ...(await finishState(step, state, result, { result })) };
    } catch (error) {
      if (error instanceof StateFailure && !signal.aborted) record(step, 'ParallelStateFailed');
      throw error;
    }
  });
