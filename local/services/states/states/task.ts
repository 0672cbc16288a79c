import { fork } from '../../../kernel/clock';
import type { TaskState } from '../definition';
import { limitPayload, StateFailure } from '../failure';
import type { TaskAttempt, TaskResult } from '../records';
import { recovered } from '../recovery';
import { finishState, type Handler, record, resolve, type Step, saveFrame } from '../run';
import { taskEvents } from '../task/events';
import { perform } from '../task/perform';
import { parseResource, type TaskResource } from '../task/resource';
import { newToken } from '../token';
import { expectInteger } from './expect';

export const task: Handler<TaskState> = (step) =>
  recovered(step, async () => {
    const { state, frame } = step;
    const resource = parseResource(state.Resource);
    frame.task ??= await begin(step, resource);
    const outcome = frame.task.result ?? (await settled(step, resource, frame.task));
    if ('failed' in outcome) {
      const { error, cause } = outcome;
      taskEvents(step, resource).failed(error, cause);
      throw new StateFailure(error, cause);
    }
    const result = outcome.output;
    taskEvents(step, resource).succeeded(JSON.stringify(result));
    return { next: state.Next, ...(await finishState(step, state, result, { result })) };
  });

async function seconds(step: Step<TaskState>, field: 'TimeoutSeconds' | 'HeartbeatSeconds', token?: string) {
  const source = step.state[field];
  if (source === undefined) return undefined;
  return expectInteger(await resolve(step, source, field, { token }), { name: field, source }, 1);
}

/** Evaluates everything that an attempt depends on, and stores it before the call. */
async function begin(step: Step<TaskState>, resource: TaskResource): Promise<TaskAttempt> {
  const { state, frame, engine, execution } = step;
  const token = resource.waitForTaskToken ? newToken(execution.arn, frame.path) : undefined;
  const args =
    state.Arguments === undefined ? frame.input : await resolve(step, state.Arguments, 'Arguments', { token });
  limitPayload(args, `The state/task '${step.name}' has Arguments`);
  const timeoutSeconds = await seconds(step, 'TimeoutSeconds', token);
  const heartbeatSeconds = token ? await seconds(step, 'HeartbeatSeconds', token) : undefined;
  const now = engine.clock.now();
  const attempt: TaskAttempt = {
    arguments: args,
    token,
    timeoutSeconds,
    heartbeatSeconds,
    deadline: timeoutSeconds === undefined ? undefined : now + timeoutSeconds * 1000,
    heartbeatBy: heartbeatSeconds === undefined ? undefined : now + heartbeatSeconds * 1000,
  };
  frame.task = attempt;
  saveFrame(step);
  taskEvents(step, resource).started(attempt);
  return attempt;
}

/** Waits for the first to set the attempt's result: its call, its token's holder, or a timeout. */
async function settled(step: Step<TaskState>, resource: TaskResource, attempt: TaskAttempt): Promise<TaskResult> {
  const { engine, frame } = step;
  const scope = fork(step.signal);
  try {
    return await new Promise<TaskResult>((resolve, reject) => {
      engine.waiting.set(frame.id, resolve);
      const settle = (result: TaskResult) => {
        if (scope.signal.aborted || attempt.result) return;
        attempt.result = result;
        saveFrame(step);
        resolve(result);
      };
      scope.signal.addEventListener('abort', () => reject(scope.signal.reason), { once: true });
      call(step, resource, attempt, settle).catch(reject);
      timeouts(step, attempt, scope.signal, settle).catch(reject);
      heartbeats(step, attempt, scope.signal, settle).catch(reject);
    });
  } finally {
    engine.waiting.delete(frame.id);
    scope.abort(new Error('the attempt is over'));
  }
}

type Settle = (result: TaskResult) => void;

async function call(step: Step<TaskState>, resource: TaskResource, attempt: TaskAttempt, settle: Settle) {
  if (attempt.submitted) return;
  try {
    const output = await perform(step, resource, attempt.arguments);
    if (!attempt.token) {
      limitPayload(output, `The state/task '${resource.arn ?? resource.history.resourceType}' returned a result`);
      return settle({ output });
    }
    if (step.signal.aborted || attempt.result) return;
    attempt.submitted = true;
    record(step, 'TaskSubmitted', {
      taskSubmittedEventDetails: { ...resource.history, output: JSON.stringify(output) },
    });
    saveFrame(step);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    settle({ failed: true, error: error.error, cause: error.cause });
  }
}

async function timeouts({ engine }: Step, { deadline }: TaskAttempt, signal: AbortSignal, settle: Settle) {
  if (deadline === undefined) return;
  await engine.clock.sleep(deadline, signal);
  settle({ failed: true, error: 'States.Timeout' });
}

async function heartbeats({ engine }: Step, attempt: TaskAttempt, signal: AbortSignal, settle: Settle) {
  if (attempt.heartbeatBy === undefined) return;
  while (engine.clock.now() < attempt.heartbeatBy) await engine.clock.sleep(attempt.heartbeatBy, signal);
  // Recorded. The guide's States.HeartbeatTimeout is a name that catchers may also use.
  settle({ failed: true, error: 'States.Timeout' });
}
