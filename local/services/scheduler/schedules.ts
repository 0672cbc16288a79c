import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';
import type { Store } from '../../kernel/store';

export interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

export interface Schedule {
  readonly arn: string;
  readonly region: string;
  readonly everyMs: number;
  readonly enabled: boolean;
  readonly target: Target;
}

/** `setTimeout` takes no more. */
const longestTimer = 2 ** 31 - 1;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Starts what is due, at its rate. The next time of each is kept: one that was missed is made up for, once. */
export class Schedules {
  private readonly schedules = new Map<string, Schedule>();
  /** Milliseconds since 1970, by ARN. */
  private readonly next: Store<number>;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly kernel: Kernel) {
    this.next = kernel.store<number>('scheduler', 'next');
  }

  /** Makes or changes a schedule. A new one is due at once, as on AWS; another rate counts from now on. */
  put(schedule: Schedule): void {
    const now = this.kernel.now();
    this.schedules.set(schedule.arn, schedule);
    const due = this.next.get(schedule.arn) ?? now;
    this.next.put(schedule.arn, Math.min(due, now + schedule.everyMs));
  }

  start(): void {
    for (const schedule of this.schedules.values()) if (schedule.enabled) this.wait(schedule);
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private wait(schedule: Schedule): void {
    if (this.stopped) return;
    const { arn, everyMs } = schedule;
    const due = this.next.get(arn) ?? this.kernel.now();
    const left = due - this.kernel.now();
    const timer = setTimeout(
      () => {
        if (this.kernel.now() < due) return this.wait(schedule);
        this.next.put(arn, this.kernel.now() + everyMs);
        void this.fire(schedule, due).finally(() => this.wait(schedule));
      },
      Math.min(Math.max(left, 0), longestTimer),
    );
    timer.unref();
    this.timers.set(arn, timer);
  }

  private async fire({ arn, region, target }: Schedule, due: number): Promise<void> {
    const { kernel } = this;
    const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = target.RetryPolicy ?? {};
    const name = arn.split('/').at(-1) ?? '';
    const input = {
      stateMachineArn: target.Arn,
      input: target.Input ?? '{}',
      // The same at every attempt: an execution that did start is not started again.
      name: `${name.slice(0, 60)}-${due}`,
    };
    const principal: Principal = {
      ...{ kind: 'role', accountId: kernel.accountId, roleArn: target.RoleArn },
      sessionName: name.slice(0, 64),
    };
    for (let attempt = 0; !this.stopped; attempt++) {
      try {
        await kernel.call({ service: 'states', operation: 'StartExecution', region, principal, input });
        return;
      } catch (error) {
        if ((error as Error).name === 'ExecutionAlreadyExists') return;
        kernel.log('scheduler', `${name} could not start its target`, { error: String(error), attempt });
        if (attempt >= MaximumRetryAttempts || kernel.now() - due > MaximumEventAgeInSeconds * 1000) {
          return this.giveUp(target, input, principal);
        }
        const pause = Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);
        await new Promise((done) => setTimeout(done, pause).unref());
      }
    }
  }

  private async giveUp({ DeadLetterConfig }: Target, input: object, principal: Principal): Promise<void> {
    const arn = DeadLetterConfig?.Arn;
    if (!arn) return;
    const [, , , region = this.kernel.region, account, queue] = arn.split(':');
    const QueueUrl = `${this.kernel.endpoint}/${account}/${queue}`;
    const message = { QueueUrl, MessageBody: JSON.stringify(input) };
    await this.kernel
      .call({ service: 'sqs', operation: 'SendMessage', region, principal, input: message })
      .catch((error) => this.kernel.log('scheduler', 'A start is lost', { error: String(error) }));
  }
}
