import { setTimeout as pause } from 'node:timers/promises';
import type { MapState, ParallelState, Retrier, TaskState } from './definition';
import { covers, StateFailure } from './failure';
import { recordEvaluation } from './record-evaluation';
import { finishState, type Step, saveFrame, type Transition } from './run';

/**
 * Returns the seconds until the retry after `spent` earlier ones. Source of the defaults: Amazon States Language,
 * "Retrier".
 */
export function retryDelay(retrier: Retrier, spent: number, random: () => number = Math.random): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY, JitterStrategy } = retrier;
  const delay = Math.min(IntervalSeconds * BackoffRate ** spent, MaxDelaySeconds);
  return JitterStrategy === 'FULL' ? random() * delay : delay;
}

/**
 * Runs a state with `Retry` and `Catch`: repeats it after retried errors, and continues at the catcher's state after
 * caught ones.
 */
export async function recovered<S extends TaskState | ParallelState | MapState>(
  step: Step<S>,
  attempt: (step: Step<S>) => Promise<Transition>,
): Promise<Transition> {
  const { frame, engine, signal } = step;
  for (;;) {
    if (frame.retryAt !== undefined) {
      await engine.clock.sleep(frame.retryAt, signal);
      frame.retryAt = undefined;
    }
    try {
      return await attempt(step);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof StateFailure)) throw error;
      const failure = recordEvaluation(step, error);
      if (await scheduleRetry(step, failure)) continue;
      return await caught(step, failure);
    }
  }
}

async function scheduleRetry(step: Step<TaskState | ParallelState | MapState>, failure: StateFailure) {
  const { frame, state, engine } = step;
  const index = (state.Retry ?? []).findIndex(({ ErrorEquals }) => covers(ErrorEquals, failure.error));
  const retrier = state.Retry?.[index];
  if (!retrier) return false;
  const retries = (state.Retry ?? []).map((_, which) => frame.retries?.[which] ?? 0);
  const spent = retries[index] ?? 0;
  if (spent >= (retrier.MaxAttempts ?? 3)) return false;
  retries[index] = spent + 1;
  frame.retries = retries;
  frame.retryAt = engine.clock.now() + retryDelay(retrier, spent) * 1000;
  frame.task = undefined;
  frame.items = undefined;
  frame.visit += 1;
  saveFrame(step);
  // Immediate retries must not block all other work.
  await pause(0);
  return true;
}

async function caught(step: Step<TaskState | ParallelState | MapState>, failure: StateFailure): Promise<Transition> {
  const catcher = step.state.Catch?.find(({ ErrorEquals }) => covers(ErrorEquals, failure.error));
  if (!catcher) throw failure;
  const { error = null, cause = error === 'States.Timeout' ? '' : null } = failure;
  const errorOutput = { Error: error, Cause: cause };
  return { next: catcher.Next, ...(await finishState(step, catcher, errorOutput, { errorOutput })) };
}
