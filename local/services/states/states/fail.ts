import type { FailState } from '../definition';
import { StateFailure } from '../failure';
import { type Handler, resolve, type Step } from '../run';
import { expectString } from './expect';

async function text(step: Step<FailState>, name: 'Error' | 'Cause'): Promise<string | undefined> {
  const source = step.state[name];
  return source === undefined ? undefined : expectString(await resolve(step, source, name), { name, source });
}

export const fail: Handler<FailState> = async (step) => {
  throw new StateFailure(await text(step, 'Error'), await text(step, 'Cause'));
};
