import type { PassState } from '../definition';
import { finishState, type Handler } from '../run';

export const pass: Handler<PassState> = async (step) => ({
  next: step.state.Next,
  ...(await finishState(step, step.state, step.frame.input)),
});
