import type { SucceedState } from '../definition';
import { conclude, type Handler } from '../run';

export const succeed: Handler<SucceedState> = (step) => conclude(step, step.state, step.frame.input);
