import type { WaitState } from '../definition';
import { StateFailure } from '../failure';
import { finishState, type Handler, resolve, type Step, saveFrame } from '../run';
import { expectInteger, expectString } from './expect';

/**
 * Returns the milliseconds since 1970 of an RFC 3339 date and time, with its `T` and its offset; `undefined` for any
 * other text.
 */
export function readTimestamp(text: string): number | undefined {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  const time = form.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

async function end(step: Step<WaitState>): Promise<number> {
  const { Seconds, Timestamp } = step.state;
  if (Seconds !== undefined) {
    const field = { name: 'Seconds', source: Seconds };
    return step.engine.clock.now() + expectInteger(await resolve(step, Seconds, field.name), field, 0) * 1000;
  }
  const field = { name: 'Timestamp', source: Timestamp ?? '' };
  const text = expectString(await resolve(step, field.source, field.name), field);
  const time = readTimestamp(text);
  if (time !== undefined) return time;
  const why = `cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
  throw new StateFailure('States.QueryEvaluationError', `The Timestamp field ${why}`, field.name);
}

export const wait: Handler<WaitState> = async (step) => {
  const { frame, engine, signal, state } = step;
  if (frame.waitUntil === undefined) {
    frame.waitUntil = await end(step);
    saveFrame(step);
  }
  await engine.clock.sleep(frame.waitUntil, signal);
  return { next: state.Next, ...(await finishState(step, state, frame.input)) };
};
