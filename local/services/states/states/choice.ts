import type { ChoiceState } from '../definition';
import { StateFailure } from '../failure';
import { finishState, type Handler, resolve } from '../run';
import { expectBoolean } from './expect';

export const choice: Handler<ChoiceState> = async (step) => {
  const { state, frame, name } = step;
  for (const [index, rule] of state.Choices.entries()) {
    const field = { name: `Choices/${index}/Condition`, source: rule.Condition };
    if (!expectBoolean(await resolve(step, rule.Condition, field.name), field)) continue;
    return { next: rule.Next, ...(await finishState(step, rule, frame.input)) };
  }
  if (state.Default === undefined) {
    throw new StateFailure(
      'States.NoChoiceMatched',
      `No rule of the Choice state '${name}' matches, and the state has no Default`,
    );
  }
  return { next: state.Default, ...(await finishState(step, state, frame.input)) };
};
