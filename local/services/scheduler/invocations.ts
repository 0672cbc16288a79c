import type { Clock } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { defaultRetryPolicy, retryDelay } from '../events/backoff';
import { errorCode } from '../events/deliveries';
import { queueUrl } from '../events/send';
import type { Invocation } from './invocation';
import { inputOf, invokeTarget, roleOf } from './target';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Invocations are stored until the target or the dead-letter queue has accepted them. */
export class Invocations {
  private readonly pending: Store<Invocation>;
  private readonly scope = new AbortController();
  private readonly attempting = new Map<string, Promise<void>>();

  constructor(
    private readonly kernel: Kernel,
    private readonly clock: Clock,
  ) {
    this.pending = kernel.store<Invocation>('scheduler', 'invocations');
  }

  accept(invocation: Invocation): void {
    this.pending.put(invocation.id, invocation);
    this.start(invocation);
  }

  /** Continues the invocations of an earlier process. */
  resume(): void {
    for (const [, invocation] of this.pending.entries()) this.start(invocation);
  }

  async stop(): Promise<void> {
    this.scope.abort(new Error('stopped'));
    await Promise.all(this.attempting.values());
  }

  private start(invocation: Invocation): void {
    if (this.attempting.has(invocation.id)) return;
    const done = this.carryOut(invocation)
      .catch(() => {})
      .finally(() => this.attempting.delete(invocation.id));
    this.attempting.set(invocation.id, done);
  }

  private async carryOut(invocation: Invocation): Promise<void> {
    let current: Invocation | undefined = invocation;
    while (current) current = await this.attempt(current);
    this.pending.delete(invocation.id);
  }

  private async attempt(invocation: Invocation): Promise<Invocation | undefined> {
    try {
      await invokeTarget(this.kernel, invocation);
      return undefined;
    } catch (error) {
      this.scope.signal.throwIfAborted();
      return this.failed(invocation, error as Error);
    }
  }

  /** Returns the next attempt with its time, or `undefined` if there are no more attempts. */
  private async failed(invocation: Invocation, error: Error): Promise<Invocation | undefined> {
    const { kernel, clock } = this;
    const { target, scheduleArn } = invocation;
    const attempts = invocation.attempts + 1;
    const policy = { ...defaultRetryPolicy, ...target.RetryPolicy };
    const delay = retryDelay(attempts);
    const tooOld = clock.now() + delay - invocation.acceptedAt > policy.MaximumEventAgeInSeconds * 1000;
    const { retried } = errorCode(error.name);
    if (retried && attempts <= policy.MaximumRetryAttempts && !tooOld) {
      const next = { ...invocation, attempts };
      this.pending.put(next.id, next);
      await clock.sleep(clock.now() + delay, this.scope.signal);
      return next;
    }
    const { name, message } = error;
    kernel.log('scheduler', 'a target could not be invoked', {
      scheduleArn,
      target: target.Arn,
      error: `${name}: ${message}`,
    });
    const condition = !retried ? undefined : tooOld ? 'MaximumEventAgeInSeconds' : 'MaximumRetryAttempts';
    await this.deadLetter(invocation, error, condition).catch((lost: Error) =>
      kernel.log('scheduler', 'a dead letter could not be delivered', { scheduleArn, error: lost.message }),
    );
    return undefined;
  }

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
  private async deadLetter(invocation: Invocation, error: Error, condition?: string): Promise<void> {
    const { kernel } = this;
    const { target, scheduleArn, scheduledAt, id, attempts } = invocation;
    const arn = target.DeadLetterConfig?.Arn;
    if (!arn) return;
    await kernel.call({
      service: 'sqs',
      operation: 'SendMessage',
      region: arn.split(':')[3] || invocation.region,
      principal: roleOf(kernel, invocation),
      input: {
        QueueUrl: queueUrl(kernel, arn),
        MessageBody: inputOf(invocation, kernel.accountId),
        MessageAttributes: {
          SCHEDULE_ARN: text(scheduleArn),
          TARGET_ARN: text(target.Arn),
          EXECUTION_ID: text(id),
          SCHEDULED_TIME: text(new Date(scheduledAt).toISOString()),
          ERROR_CODE: text(error.name),
          ERROR_MESSAGE: text(error.message.slice(0, 1024) || error.name),
          RETRY_ATTEMPTS: text(String(attempts)),
          ...(condition && { EXHAUSTED_RETRY_CONDITION: text(condition) }),
        },
      },
    });
  }
}
