import { randomUUID } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { defaultRetryPolicy, retryDelay } from './backoff';
import { deadLetter } from './dead-letter';
import type { Delivery } from './delivery';
import type { EventEnvelope } from './event';
import { HeldBack } from './held-back';
import type { Rule } from './rule';
import { send } from './send';
import { targetInput } from './target-input';

/** Milliseconds until a delivery is repeated that the runtime could not record. */
const faultDelay = 5_000;

/** Errors that are not retried. Source: EventBridge user guide, "Using dead-letter queues". */
export function errorCode(name: string): { code: string; retried: boolean } {
  if (/^(AccessDenied|NotAuthorized|AuthorizationError|KMSAccessDenied)/.test(name)) {
    return { code: 'NO_PERMISSIONS', retried: false };
  }
  if (/NotFound|DoesNotExist|NonExistent|^NoSuch/.test(name)) return { code: 'NO_RESOURCE', retried: false };
  if (/TooManyRequests|Throttl|SlowDown/.test(name)) return { code: 'THROTTLING', retried: true };
  if (/^(Invalid|Validation|RequestTooLarge|MissingParameter)/.test(name)) {
    return { code: 'INVALID_PARAMETER', retried: false };
  }
  return { code: 'SDK_CLIENT_ERROR', retried: true };
}

/**
 * Deliveries are stored before their event is accepted, and removed once the target or the dead-letter queue has
 * accepted them.
 */
export class Deliveries {
  private readonly pending: Store<Delivery>;
  /** Keyed by delivery. */
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** Attempts that have not ended yet. */
  private readonly attempting = new Set<string>();
  private readonly heldBack = new HeldBack();
  private stopped = false;

  constructor(private readonly kernel: Kernel) {
    this.pending = kernel.store<Delivery>('events', 'deliveries');
  }

  accept(event: EventEnvelope, rule: Rule): void {
    const { arn: ruleArn, region } = rule;
    for (const target of rule.targets) {
      const input = targetInput(event, rule, target);
      const rest = { event, ruleArn, region, target, input, acceptedAt: this.kernel.now(), attempts: 0 };
      const fault = this.faultOf(event, rule, target.Id);
      if (fault?.kind === 'lose') continue;
      const delivery: Delivery = { id: randomUUID(), ...rest };
      this.pending.put(delivery.id, delivery);
      if (fault?.kind === 'reorder') this.heldBack.hold(delivery);
      else this.heldBack.follow(delivery);
      this.schedule(delivery, fault && fault.kind !== 'double' ? fault.milliseconds : 0);
      if (fault?.kind === 'double') {
        const second: Delivery = { id: randomUUID(), ...rest };
        this.pending.put(second.id, second);
        this.schedule(second, fault.milliseconds);
      }
    }
  }

  private faultOf({ source, 'detail-type': detailType }: EventEnvelope, { name }: Rule, targetId: string) {
    return this.kernel.deliveryFault({ source, detailType, ruleName: name, targetId });
  }

  /** Continues the deliveries of an earlier process. */
  resume(): void {
    for (const [id, delivery] of this.pending.entries()) {
      if (!this.timers.has(id) && !this.attempting.has(id)) this.schedule(delivery, 0);
    }
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private schedule(delivery: Delivery, delay: number): void {
    if (this.stopped) return;
    clearTimeout(this.timers.get(delivery.id));
    const timer = setTimeout(() => {
      this.timers.delete(delivery.id);
      this.attempting.add(delivery.id);
      this.attempt(delivery)
        .catch((error: Error) => this.interrupted(delivery, error))
        .finally(() => {
          this.attempting.delete(delivery.id);
          for (const late of this.heldBack.released(delivery)) if (this.timers.has(late.id)) this.schedule(late, 0);
        });
    }, delay);
    this.timers.set(delivery.id, timer);
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { kernel } = this;
    const service: Principal = {
      kind: 'service',
      accountId: kernel.accountId,
      service: 'events.amazonaws.com',
      sourceArn: delivery.ruleArn,
    };
    try {
      await send(kernel, service, delivery);
    } catch (error) {
      if (!this.stopped) await this.failed(delivery, service, error as Error);
      return;
    }
    this.measure(delivery, { Invocations: 1 });
    if (!this.stopped) this.pending.delete(delivery.id);
  }

  /** The attempt could not be recorded, for example because the disk is full. The delivery is repeated. */
  private interrupted(delivery: Delivery, { message }: Error): void {
    const { id, ruleArn } = delivery;
    this.kernel.log('events', 'a delivery was interrupted and will be repeated', { ruleArn, id, error: message });
    this.schedule(delivery, faultDelay);
  }

  private async failed(delivery: Delivery, service: Principal, error: Error): Promise<void> {
    const { kernel } = this;
    const { id, target, ruleArn } = delivery;
    const attempts = delivery.attempts + 1;
    const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = { ...defaultRetryPolicy, ...target.RetryPolicy };
    const delay = retryDelay(attempts);
    const tooOld = kernel.now() + delay - delivery.acceptedAt > MaximumEventAgeInSeconds * 1000;
    const { code, retried } = errorCode(error.name);
    if (retried && attempts <= MaximumRetryAttempts && !tooOld) {
      const next = { ...delivery, attempts };
      this.pending.put(id, next);
      this.schedule(next, delay);
      return;
    }
    const { name, message } = error;
    kernel.log('events', 'an event could not be delivered', {
      ruleArn,
      target: target.Arn,
      error: `${name}: ${message}`,
    });
    this.measure(delivery, { FailedInvocations: 1 });
    const condition = !retried ? undefined : tooOld ? 'MaximumEventAgeInSeconds' : 'MaximumRetryAttempts';
    try {
      await deadLetter(kernel, service, { ...delivery, attempts: attempts - 1 }, { code, message, condition });
      if (target.DeadLetterConfig?.Arn) this.measure(delivery, { InvocationsSentToDlq: 1 });
    } catch (lost) {
      this.measure(delivery, { InvocationsFailedToBeSentToDlq: 1 });
      kernel.log('events', 'a dead letter could not be delivered', { ruleArn, id, error: (lost as Error).message });
    }
    if (!this.stopped) this.pending.delete(id);
  }

  private measure({ region, ruleArn }: Delivery, values: Readonly<Record<string, number>>): void {
    const RuleName = ruleArn.slice(ruleArn.lastIndexOf('/') + 1);
    this.kernel.measure({ region, namespace: 'AWS/Events', dimensions: { RuleName }, values });
  }
}
