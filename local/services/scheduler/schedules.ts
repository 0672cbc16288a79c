import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { assumeRole } from '../../iam/assume-role';
import type { Clock } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import { Signal } from '../../kernel/signal';
import type { Store } from '../../kernel/store';
import type { Invocations } from './invocations';
import { invalid, nextOf, type Schedule, type ScheduleInput } from './schedule';

/** Milliseconds. Timers do not run while a machine sleeps, so none waits longer than this. */
const maxTimer = 60_000;

/** The key of a schedule. */
export interface Place {
  readonly region: string;
  readonly group?: string;
  readonly name: string;
}

/** All schedules, and the timers that invoke their targets. */
export class Schedules {
  private readonly kept: Store<Schedule>;
  private readonly groups = new Set<string>();
  /** The schedules of this process's templates. */
  private readonly deployed = new Set<string>();
  private readonly scope = new AbortController();
  private readonly signal: Signal;
  private ended: Promise<void> | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly clock: Clock,
    private readonly invocations: Invocations,
  ) {
    this.kept = kernel.store<Schedule>('scheduler', 'schedules');
    this.signal = new Signal(clock, this.scope.signal);
  }

  putGroup(arn: string): void {
    this.groups.add(arn);
  }

  groupArn(region: string, group: string): string {
    return `arn:aws:scheduler:${region}:${this.kernel.accountId}:schedule-group/${group}`;
  }

  arn({ region, group = 'default', name }: Place): string {
    return `arn:aws:scheduler:${region}:${this.kernel.accountId}:schedule/${group}/${name}`;
  }

  /**
   * Creates or changes a schedule. The next time stays as it was, unless the change affects it. Throws
   * `ValidationException` for a role that does not trust the service, and `ResourceNotFoundException` for an unknown
   * group.
   */
  put(place: Place, input: ScheduleInput, origin: Schedule['origin']): Schedule {
    const { region, group = 'default', name } = place;
    if (!/^[\w.-]{1,64}$/.test(name)) throw invalid(`${name} is not a valid name of a schedule`);
    const groupArn = this.groupArn(region, group);
    if (group !== 'default' && !this.groups.has(groupArn)) throw notFound(`Schedule group ${group}`);
    this.takeRole(input, groupArn, region);
    const arn = this.arn(place);
    const kept = this.kept.get(arn);
    // Callers do not see a schedule that has been removed from its template.
    const before = origin === 'template' || (kept && this.isThere(kept)) ? kept : undefined;
    const now = this.clock.now();
    const isSameTiming = before && isDeepStrictEqual(timing(before), timing(input));
    const countsFrom = isSameTiming ? before.countsFrom : (input.start ?? now);
    const schedule: Schedule = {
      ...{ ...input, arn, name, group, region, countsFrom },
      origin,
      createdAt: before?.createdAt ?? now,
      modifiedAt: now,
      next: isSameTiming ? before.next : nextOf(input, countsFrom, now - 1),
    };
    this.kept.put(arn, schedule);
    if (origin === 'template') this.deployed.add(arn);
    this.signal.raise();
    return schedule;
  }

  /** Throws `ResourceNotFoundException`. */
  get(place: Place): Schedule {
    const schedule = this.find(place);
    if (!schedule) throw notFound(`Schedule ${place.name}`);
    return schedule;
  }

  find(place: Place): Schedule | undefined {
    const schedule = this.kept.get(this.arn(place));
    return schedule && this.isThere(schedule) ? schedule : undefined;
  }

  delete({ arn }: Schedule): void {
    this.kept.delete(arn);
    this.deployed.delete(arn);
  }

  /** Returns the schedules in order of their ARNs. */
  list(): Schedule[] {
    const all = this.kept.entries().map(([, schedule]) => schedule);
    return all.filter((schedule) => this.isThere(schedule)).sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  start(): void {
    this.ended ??= this.run();
  }

  async stop(): Promise<void> {
    this.scope.abort(new Error('stopped'));
    await this.ended;
  }

  private async run(): Promise<void> {
    while (!this.scope.signal.aborted) {
      this.signal.clear();
      const now = this.clock.now();
      let earliest = now + maxTimer;
      for (const schedule of this.list()) {
        if (schedule.state === 'DISABLED' || schedule.next === null) continue;
        if (schedule.next <= now) this.fire(schedule, schedule.next);
        else earliest = Math.min(earliest, schedule.next);
      }
      await this.signal.wait(earliest);
    }
  }

  /** All missed times are made up by this one invocation. */
  private fire(schedule: Schedule, scheduledAt: number): void {
    const { arn: scheduleArn, region, target } = schedule;
    const id = createHash('sha256').update(`${scheduleArn} ${schedule.createdAt} ${scheduledAt}`).digest('hex');
    const acceptedAt = this.clock.now();
    // The invocation is stored first. A process that is killed in between then invokes the target with the same id
    // again, instead of never.
    this.invocations.accept({
      ...{ id: id.slice(0, 32), scheduleArn, region, target, scheduledAt, acceptedAt, attempts: 0 },
    });
    const next = nextOf(schedule, schedule.countsFrom, acceptedAt);
    if (next === null && schedule.afterCompletion === 'DELETE') this.delete(schedule);
    else this.kept.put(scheduleArn, { ...schedule, next });
    this.signal.raise();
  }

  private isThere({ arn, origin }: Schedule): boolean {
    return origin === 'api' || this.deployed.has(arn);
  }

  private takeRole({ target }: ScheduleInput, sourceArn: string, region: string): void {
    try {
      const service = 'scheduler.amazonaws.com';
      assumeRole(this.kernel, { service, roleArn: target.RoleArn, sourceArn, region });
    } catch (error) {
      throw invalid((error as Error).message);
    }
  }
}

/** The properties that decide when a schedule is due. */
const timing = ({ expression, start, end, state }: ScheduleInput) => ({ expression, start, end, state });

const notFound = (what: string) => new ServiceError('ResourceNotFoundException', `${what} does not exist.`, 404);
