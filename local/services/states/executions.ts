import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ExecutionStatus, HistoryEventType } from '@aws-sdk/client-sfn';
import { type Clock, fork } from '../../kernel/clock';
import { isDiskFault } from '../../kernel/disk-fault';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import type { Definition, Json } from './definition';
import { StateFailure } from './failure';
import { History } from './history';
import type { StateMachine } from './machines';
import { type Execution, type Frame, frameId, type TaskResult } from './records';
import type { Engine, Run } from './run';
import { runFrame } from './run-frame';
import { handlers } from './states';
import { statusChange } from './status-event';

type Ending = Pick<Execution, 'output' | 'error' | 'cause'> & { readonly status: ExecutionStatus };

/**
 * Milliseconds for which a finished execution is retained. Source: Step Functions quotas, "Execution history retention
 * time".
 */
const retention = 90 * 24 * 60 * 60 * 1000;
const endMetrics = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
} as const;

/** Milliseconds after which an execution continues that the disk has interrupted. */
const diskPause = 5000;
const endEvents = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

/** All executions. They are stored from their start, and {@link resume} continues them after the process was killed. */
export class Executions {
  readonly history: History;
  private readonly executions: Store<Execution>;
  private readonly definitions: Store<Definition>;
  private readonly engine: Engine;
  private readonly running = new Map<string, AbortController>();
  private readonly life = new AbortController();

  constructor(
    private readonly kernel: Kernel,
    private readonly clock: Clock,
  ) {
    this.history = new History(join(kernel.folder('states'), 'history'), () => clock.now());
    this.executions = kernel.store<Execution>('states', 'executions');
    this.definitions = kernel.store<Definition>('states', 'definitions');
    const frames = kernel.store<Frame>('states', 'frames');
    this.engine = { kernel, clock, history: this.history, frames, handlers, waiting: new Map() };
  }

  get(arn: string): Execution | undefined {
    return this.executions.get(arn);
  }

  /** Returns the executions, newest first. */
  list(stateMachineArn: string): Execution[] {
    return this.executions
      .entries()
      .map(([, execution]) => execution)
      .filter((execution) => execution.stateMachineArn === stateMachineArn)
      .sort((a, b) => b.startDate - a.startDate);
  }

  /** Throws `ExecutionAlreadyExists`, unless the execution of that name is still running with the same input. */
  start(machine: StateMachine, name: string, input: string): Execution {
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.executions.get(arn);
    if (known) {
      if (known.status === 'RUNNING' && known.input === input) return known;
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const definitionKey = createHash('sha256').update(machine.definitionText).digest('hex').slice(0, 40);
    if (!this.definitions.get(definitionKey)) this.definitions.put(definitionKey, machine.definition);
    const execution: Execution = {
      arn,
      name,
      input,
      definitionKey,
      region: machine.region,
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
      roleArn: machine.roleArn,
      startDate: this.clock.now(),
      status: 'RUNNING',
    };
    this.executions.put(arn, execution);
    this.measure(execution, { ExecutionsStarted: 1 });
    this.launch(execution);
    return execution;
  }

  /** Aborts an execution. A finished execution stays as it is. */
  abort(arn: string, error?: string, cause?: string): Execution | undefined {
    const execution = this.executions.get(arn);
    return execution?.status === 'RUNNING' ? this.finish(execution, { status: 'ABORTED', error, cause }) : execution;
  }

  /**
   * Sets the result of the frame's current task. Returns false if no task has `token`, or if its result has been set
   * already.
   */
  complete(executionArn: string, path: string, token: string, result: TaskResult): boolean {
    const frame = this.pending(executionArn, path, token);
    if (!frame?.task) return false;
    frame.task.result = result;
    this.engine.frames.put(frame.id, frame);
    this.engine.waiting.get(frame.id)?.(result);
    return true;
  }

  /** Extends a task's heartbeat. Returns false in the same cases as {@link complete}. */
  heartbeat(executionArn: string, path: string, token: string): boolean {
    const frame = this.pending(executionArn, path, token);
    if (!frame?.task) return false;
    if (frame.task.heartbeatSeconds !== undefined) {
      frame.task.heartbeatBy = this.clock.now() + frame.task.heartbeatSeconds * 1000;
      this.engine.frames.put(frame.id, frame);
    }
    return true;
  }

  /** Continues the executions of an earlier process: runs them, and sends missing events. */
  resume(): void {
    for (const [arn, execution] of this.executions.entries()) {
      if (execution.status === 'RUNNING') {
        if (!this.running.has(arn)) this.launch(execution);
      } else if (execution.announced !== execution.status) this.announceEnd(execution);
    }
    for (const [id, frame] of this.engine.frames.entries()) {
      if (this.executions.get(frame.executionArn)?.status !== 'RUNNING') this.engine.frames.delete(id);
    }
  }

  /** Removes finished executions after their retention, and definitions that no execution uses. */
  sweep(): void {
    for (const [arn, execution] of this.executions.entries()) {
      if (execution.status === 'RUNNING' || this.clock.now() - (execution.stopDate ?? 0) <= retention) continue;
      this.history.delete(arn);
      this.executions.delete(arn);
    }
    const used = new Set(this.executions.entries().map(([, { definitionKey }]) => definitionKey));
    for (const [key] of this.definitions.entries()) if (!used.has(key)) this.definitions.delete(key);
  }

  /** Interrupts all executions. Nothing is stored afterwards. */
  close(): void {
    this.life.abort(new Error('the runtime is stopping'));
  }

  private pending(executionArn: string, path: string, token: string): Frame | undefined {
    this.life.signal.throwIfAborted();
    if (this.executions.get(executionArn)?.status !== 'RUNNING') return undefined;
    const frame = this.engine.frames.get(frameId(executionArn, path));
    return frame?.task?.token === token && !frame.task.result ? frame : undefined;
  }

  private launch(execution: Execution): void {
    const scope = fork(this.life.signal);
    this.running.set(execution.arn, scope);
    void this.announce(execution, 'RUNNING');
    void this.run(execution, scope.signal);
  }

  private async run(execution: Execution, signal: AbortSignal): Promise<void> {
    const definition = this.definitions.get(execution.definitionKey) as Definition;
    const { TimeoutSeconds } = definition;
    if (TimeoutSeconds !== undefined) {
      const expire = () => this.finish(execution, { status: 'TIMED_OUT' });
      this.clock.sleep(execution.startDate + TimeoutSeconds * 1000, signal).then(expire, () => undefined);
    }
    const { engine } = this;
    try {
      // The caller of StartExecution gets its response before the first state runs.
      await Promise.resolve();
      const frame = engine.frames.get(frameId(execution.arn, '')) ?? this.begin(execution, definition);
      const run: Run = { engine, execution, frame, states: definition, outer: {}, signal };
      const output = await runFrame(run);
      if (!signal.aborted) this.finish(execution, { status: 'SUCCEEDED', output: JSON.stringify(output) });
    } catch (error) {
      if (signal.aborted) return;
      if (isDiskFault(error)) return this.waitForDisk(execution, signal, error as Error);
      const failure = error instanceof StateFailure ? error : new StateFailure('States.Runtime', String(error));
      if (failure !== error) this.kernel.log('states', 'execution broke', { arn: execution.arn, error: String(error) });
      this.finish(execution, { status: 'FAILED', error: failure.error, cause: failure.cause });
    }
  }

  /** The execution continues where it was stored last, as after a crash: a full disk is not its fault. */
  private async waitForDisk(execution: Execution, signal: AbortSignal, { message }: Error): Promise<void> {
    this.kernel.log('disk', `The disk cannot be written, so executions wait until it can: ${message}`);
    await this.clock.sleep(this.clock.now() + diskPause, signal).catch(() => {});
    if (!signal.aborted) await this.run(execution, signal);
  }

  private begin(execution: Execution, definition: Definition): Frame {
    const { arn, input, roleArn } = execution;
    const previousEventId = this.history.append(arn, 'ExecutionStarted', 0, {
      executionStartedEventDetails: { input, inputDetails: { truncated: false }, roleArn },
    });
    const frame: Frame = {
      id: frameId(arn, ''),
      executionArn: arn,
      path: '',
      state: definition.StartAt,
      input: JSON.parse(input) as Json,
      variables: {},
      previousEventId,
      visit: 0,
    };
    this.engine.frames.put(frame.id, frame);
    return frame;
  }

  private finish(execution: Execution, ending: Ending): Execution {
    const known = this.executions.get(execution.arn);
    if (known?.status !== 'RUNNING') return known ?? execution;
    const ended: Execution = { ...known, ...ending, stopDate: this.clock.now() };
    this.executions.put(execution.arn, ended);
    this.running.get(execution.arn)?.abort(new Error('the execution has ended'));
    this.running.delete(execution.arn);
    this.announceEnd(ended);
    const metric = endMetrics[ended.status as keyof typeof endMetrics];
    this.measure(ended, { [metric]: 1, ExecutionTime: this.clock.now() - ended.startDate });
    return ended;
  }

  private measure({ region, stateMachineArn }: Execution, values: Readonly<Record<string, number>>): void {
    this.kernel.measure({ region, namespace: 'AWS/States', dimensions: { StateMachineArn: stateMachineArn }, values });
  }

  /** The steps after an end has been stored. They are repeated if the process is killed in between. */
  private announceEnd(execution: Execution): void {
    const { arn, status, output, error, cause } = execution;
    const previous = this.history.read(arn).at(-1);
    const type: HistoryEventType = endEvents[status as keyof typeof endEvents];
    if (previous?.type !== type) {
      const details = status === 'SUCCEEDED' ? { output, outputDetails: { truncated: false } } : { error, cause };
      const member = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
      this.history.append(arn, type, previous?.id ?? 0, { [member]: details });
    }
    this.history.close(arn);
    for (const [id, frame] of this.engine.frames.entries()) {
      if (frame.executionArn === arn) this.engine.frames.delete(id);
    }
    void this.announce(execution, status);
  }

  private async announce(execution: Execution, status: ExecutionStatus): Promise<void> {
    if (execution.announced === status) return;
    try {
      await this.kernel.emit(execution.region, statusChange({ ...execution, status }));
      const now = this.executions.get(execution.arn);
      if (now?.status === status) this.executions.put(execution.arn, { ...now, announced: status });
    } catch (error) {
      const { message } = error as Error;
      this.kernel.log('states', 'the event of a status change could not be sent', {
        arn: execution.arn,
        status,
        error: message,
      });
    }
  }
}
