import type { SucceedState } from '../definition';
import { finishState, type Handler } from '../run';

export const succeed: Handler<SucceedState> = (step) => finishState(step, step.state, step.frame.input);
