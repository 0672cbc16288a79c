import type { PassState } from '../definition';
import { conclude, type Handler } from '../run';

export const pass: Handler<PassState> = async (step) => ({
  next: step.state.Next,
  ...(await conclude(step, step.state, step.frame.input)),
});
