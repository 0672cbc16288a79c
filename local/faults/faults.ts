import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryFault, EventDelivery, Faults } from '../kernel/faults';
import type { Kernel } from '../kernel/kernel';
import { type Api, type Call, type Demand, ServiceError } from '../kernel/service';
import { checkPlan } from './check-plan';
import { FaultErrors } from './errors';
import { type CallIdentity, identityOf } from './identity';
import type { CallRule, EventRule, FaultPlan } from './plan';
import { FaultReport } from './report';
import { draw, Story } from './story';

type When = 'before' | 'after';

/** Faults by a plan: calls that are throttled, fail, hang or are late, and events that get lost, double or change places. */
export class PlannedFaults implements Faults {
  private readonly errors: FaultErrors;
  private readonly report: FaultReport;
  private readonly calls: Story<CallRule>;
  private readonly deliveries: Story<EventRule & { readonly times?: number }>;
  /** Aborted at the end: ends what hangs. */
  private readonly scope = new AbortController();
  private isArmed = false;

  /** Throws `FaultPlanError` for a service, operation or error that does not exist. */
  constructor(
    private readonly plan: FaultPlan,
    services: readonly Api[],
    log: Kernel['log'],
  ) {
    this.errors = new FaultErrors(new Map(services.map((service) => [service.id, service])));
    checkPlan(plan, this.errors);
    this.report = new FaultReport(plan.seed, log);
    this.calls = new Story(plan.seed, plan.calls);
    this.deliveries = new Story(plan.seed, plan.events);
  }

  /** Begins. Before this, nothing is injected: a deployment needs its calls. */
  arm(): void {
    this.isArmed = true;
  }

  /** Ends what hangs or waits, and logs the totals. */
  stop(): void {
    this.isArmed = false;
    this.scope.abort(new Error('The runtime stops'));
    this.report.total();
  }

  /** One line with the totals by kind. */
  summary(): string {
    return this.report.summary();
  }

  async call(call: Call, demands: readonly Demand[], run: () => Promise<unknown>): Promise<unknown> {
    if (!this.isArmed) return run();
    const identity = identityOf(call, demands);
    this.report.call();
    const { rule, n } = this.calls.next(identity.text, (each) => matches(each, call, identity));
    if (!rule) return run();
    const { service, operation, region } = call;
    const at = rule.kind === 'throttle' ? 'before' : (rule.when ?? this.when(identity, n));
    const kind = rule.kind === 'throttle' ? rule.kind : `${rule.kind} ${at}`;
    const { caller, resource } = identity;
    this.report.injected(kind, {
      call: `${service}:${operation}`,
      region,
      caller,
      resource,
      n,
      requestId: call.requestId,
    });
    if (rule.kind === 'late') return this.late(rule.milliseconds, at, run);
    if (at === 'after') await unheard(run);
    if (rule.kind === 'hang') {
      await this.hang(call, rule.milliseconds);
      throw this.errors.make(service, 'fail');
    }
    throw this.errors.make(service, rule.kind, rule.error);
  }

  delivery({ source, detailType, ruleName, targetId }: EventDelivery): DeliveryFault | undefined {
    if (!this.isArmed) return undefined;
    this.report.delivery();
    const identity = ['event', source, detailType, ruleName, targetId].join(' ');
    const { rule, n } = this.deliveries.next(
      identity,
      (each) => is(each.source, source) && is(each.detailType, detailType),
    );
    if (!rule) return undefined;
    this.report.injected(`event ${rule.kind}`, { source, detailType, rule: ruleName, target: targetId, n });
    return { kind: rule.kind, milliseconds: rule.kind === 'lose' ? 0 : rule.milliseconds };
  }

  private when({ text }: CallIdentity, n: number): When {
    return draw(this.plan.seed, 'when', text, n) < 0.5 ? 'before' : 'after';
  }

  private async late(milliseconds: number, when: When, run: () => Promise<unknown>): Promise<unknown> {
    if (when === 'after') {
      const output = await run();
      await this.wait(milliseconds);
      return output;
    }
    await this.wait(milliseconds);
    return run();
  }

  /** Until the client gives up. A caller within this runtime gives up after `milliseconds`. */
  private async hang({ http }: Call, milliseconds: number): Promise<void> {
    if (!http?.gone) return this.wait(milliseconds);
    const ended = AbortSignal.any([http.gone, this.scope.signal]);
    if (ended.aborted) return;
    await new Promise((resolve) => ended.addEventListener('abort', resolve, { once: true }));
  }

  private async wait(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.scope.signal }).catch(() => {});
  }
}

const is = (expected: string | undefined, found: string) => expected === undefined || expected === found;
const contains = (part: string | undefined, text: string) => part === undefined || text.includes(part);

function matches(rule: CallRule, { service, operation }: Call, { caller, resource }: CallIdentity): boolean {
  const { service: wanted, operation: called } = rule;
  if (!is(wanted, service) || !is(called, operation)) return false;
  return contains(rule.caller, caller) && contains(rule.resource, resource);
}

/** Runs an operation and drops its result, which may be an error of the service. */
async function unheard(run: () => Promise<unknown>): Promise<void> {
  try {
    const output = await run();
    for (const value of Object.values(output ?? {})) if (value instanceof Readable) value.destroy();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}
