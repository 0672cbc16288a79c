import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../../kernel/clock';
import type { Kernel } from '../../../kernel/kernel';
import { ServiceError } from '../../../kernel/service';
import type { Store } from '../../../kernel/store';
import type { Metrics } from '../metrics/metrics';
import { lookupIn } from '../metrics/query';
import { alarmArn } from './base';
import { evaluateAlarm } from './evaluate';
import { AlarmHistory } from './history';
import type { Alarm, AlarmState, KeptAlarm, MetricAlarm } from './model';
import { type Change, notification } from './notification';
import { initialReason } from './reason';
import { holds, parseRule } from './rule';
import { stateChange } from './state-event';

/** Composite alarms may stand on others; a chain is followed for as many alarms as this. */
const maxChain = 20;

/** All alarms: their definitions and states are stored, and survive a restart. */
export class Alarms {
  readonly history: AlarmHistory;
  private readonly kept: Store<KeptAlarm>;
  /** The alarms of this process's templates. */
  private readonly deployed = new Set<string>();

  constructor(
    readonly kernel: Kernel,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {
    this.kept = kernel.store<KeptAlarm>('cloudwatch', 'alarms');
    this.history = new AlarmHistory(kernel);
  }

  now(): number {
    return this.clock.now();
  }

  /** Creates an alarm, or replaces its definition and leaves its state unchanged (API reference, PutMetricAlarm). */
  put(alarm: Alarm, origin: KeptAlarm['origin']): void {
    const known = this.find(alarm.region, alarm.name) ?? (origin === 'template' ? this.kept.get(alarm.arn) : undefined);
    const before = known?.alarm.kind === alarm.kind ? known : undefined;
    const state = before?.state ?? { value: 'INSUFFICIENT_DATA', reason: initialReason, changedAt: this.now() };
    this.kept.put(alarm.arn, { alarm, origin, state });
    if (origin === 'template') this.deployed.add(alarm.arn);
    // A template's alarms are put at every start.
    if (before && origin === 'template') return;
    const type = before ? 'Update' : 'Create';
    this.note(alarm, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${before ? 'updated' : 'created'}`, { type });
  }

  remove(region: string, name: string): void {
    const known = this.find(region, name);
    if (!known) return;
    this.kept.delete(known.alarm.arn);
    this.deployed.delete(known.alarm.arn);
    this.note(known.alarm, 'ConfigurationUpdate', `Alarm "${name}" deleted`, { type: 'Delete' });
  }

  /** Finds an alarm by its name or ARN. */
  find(region: string, nameOrArn: string): KeptAlarm | undefined {
    const { accountId } = this.kernel;
    const arn = nameOrArn.startsWith('arn:') ? nameOrArn : alarmArn({ region, accountId }, nameOrArn);
    const known = this.kept.get(arn);
    return known && this.isThere(known) ? known : undefined;
  }

  /** Throws `ResourceNotFound`. */
  get(region: string, name: string): KeptAlarm {
    const known = this.find(region, name);
    if (!known) throw new ServiceError('ResourceNotFound', `Unknown alarm: ${name}`, 404);
    return known;
  }

  /** Returns a region's alarms in order of their names. */
  in(region: string): KeptAlarm[] {
    return this.all()
      .filter(({ alarm }) => alarm.region === region)
      .sort((a, b) => (a.alarm.name < b.alarm.name ? -1 : 1));
  }

  /** Evaluates all alarms over the periods that end at `end`, and carries out the actions of those that change. */
  async evaluate(end: number): Promise<void> {
    for (const { alarm } of this.all()) {
      if (alarm.kind !== 'metric') continue;
      const next = this.evaluateOne(alarm, end);
      if (next) await this.change(alarm, next);
    }
    for (const region of new Set(this.all().map(({ alarm }) => alarm.region))) await this.evaluateComposites(region);
  }

  /** Sets a state by hand. The next evaluation may change it again. */
  async setState(region: string, name: string, next: Omit<AlarmState, 'changedAt'>): Promise<void> {
    await this.change(this.get(region, name).alarm, next);
    await this.evaluateComposites(region);
  }

  private evaluateOne(alarm: MetricAlarm, end: number): Omit<AlarmState, 'changedAt'> | undefined {
    try {
      return evaluateAlarm(alarm, lookupIn(this.metrics, alarm.region), end);
    } catch (error) {
      this.kernel.log('cloudwatch', 'an alarm could not be evaluated', { alarm: alarm.name, error: String(error) });
      return undefined;
    }
  }

  private async evaluateComposites(region: string): Promise<void> {
    for (let round = 0; round < maxChain; round++) {
      let changed = false;
      for (const { alarm } of this.in(region)) {
        if (alarm.kind !== 'composite') continue;
        const rule = parseRule(alarm.rule);
        const value: StateValue = holds(rule, (child) => this.find(region, child)?.state.value) ? 'ALARM' : 'OK';
        changed = (await this.change(alarm, { value, reason: `${alarm.rule} is ${value === 'ALARM'}` })) || changed;
      }
      if (!changed) return;
    }
  }

  /** Returns whether the state changed. */
  private async change(alarm: Alarm, next: Omit<AlarmState, 'changedAt'>): Promise<boolean> {
    const known = this.kept.get(alarm.arn);
    if (!known || known.state.value === next.value) return false;
    const before = known.state;
    const state = { ...next, changedAt: this.now() };
    this.kept.put(alarm.arn, { ...known, state });
    const change: Change = { alarm, state, before };
    const { kernel } = this;
    kernel.log('cloudwatch', `alarm ${alarm.name}: ${before.value} -> ${state.value}`, { reason: state.reason });
    this.note(alarm, 'StateUpdate', `Alarm updated from ${before.value} to ${state.value}`, {
      oldState: { stateValue: before.value, stateReason: before.reason },
      newState: { stateValue: state.value, stateReason: state.reason },
    });
    await kernel
      .emit(alarm.region, stateChange(change))
      .catch((error) => kernel.log('cloudwatch', 'an event could not be sent', { error: String(error) }));
    if (!alarm.actionsEnabled) return true;
    await Promise.all(alarm.actions[state.value].map((topic) => this.notify(change, topic)));
    return true;
  }

  private async notify(change: Change, topic: string): Promise<void> {
    const { kernel } = this;
    const { alarm } = change;
    const result = await kernel
      .call({
        ...{ service: 'sns', operation: 'Publish', region: topic.split(':')[3] ?? alarm.region },
        principal: {
          kind: 'service',
          accountId: kernel.accountId,
          service: 'cloudwatch.amazonaws.com',
          sourceArn: alarm.arn,
        },
        input: { TopicArn: topic, ...notification(change) },
      })
      .then(
        () => undefined,
        (error: Error) => `${error.name}: ${error.message}`,
      );
    if (result) kernel.log('cloudwatch', 'an action failed', { alarm: alarm.name, action: topic, error: result });
    const summary = `${result ? 'Failed' : 'Successfully executed'} action ${topic}`;
    this.note(alarm, 'Action', summary, { actionState: result ? 'Failed' : 'Succeeded', error: result });
  }

  private note(alarm: Alarm, type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action', summary: string, data: object) {
    const at = this.now();
    this.history.add({
      ...{ alarm: alarm.name, region: alarm.region, kind: alarm.kind, type, at, summary },
      data: JSON.stringify({ version: '1.0', ...data }),
    });
  }

  private all(): KeptAlarm[] {
    return this.kept
      .entries()
      .map(([, known]) => known)
      .filter((known) => this.isThere(known));
  }

  private isThere({ alarm, origin }: KeptAlarm): boolean {
    return origin === 'api' || this.deployed.has(alarm.arn);
  }
}
