import type { WaitState } from '../definition';
import { StateFailure } from '../failure';
import { conclude, type Handler, keep, resolve, type Step } from '../run';
import { expectInteger, expectString } from './expect';

async function end(step: Step<WaitState>): Promise<number> {
  const { Seconds, Timestamp } = step.state;
  if (Seconds !== undefined) {
    return step.engine.clock.now() + expectInteger(await resolve(step, Seconds, 'Seconds'), 'Seconds', 0) * 1000;
  }
  const text = expectString(await resolve(step, Timestamp ?? '', 'Timestamp'), 'Timestamp');
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new StateFailure('States.QueryEvaluationError', `The field 'Timestamp' is no ISO 8601 date: '${text}'.`);
  }
  return time;
}

export const wait: Handler<WaitState> = async (step) => {
  const { frame, engine, signal, state } = step;
  if (frame.waitUntil === undefined) {
    frame.waitUntil = await end(step);
    keep(step);
  }
  await engine.clock.sleep(frame.waitUntil, signal);
  return { next: state.Next, ...(await conclude(step, state, frame.input)) };
};
