import type { FailState } from '../definition';
import { StateFailure } from '../failure';
import { type Handler, resolve } from '../run';
import { expectString } from './expect';

export const fail: Handler<FailState> = async (step) => {
  const { Error: error = '', Cause: cause = '' } = step.state;
  throw new StateFailure(
    expectString(await resolve(step, error, 'Error'), 'Error'),
    expectString(await resolve(step, cause, 'Cause'), 'Cause'),
  );
};
