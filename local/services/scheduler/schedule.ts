import { ServiceError } from '../../kernel/service';
import { parseExpression } from './expression';
import type { Target } from './invocation';
import { parseTarget } from './target';

/** The properties of a schedule in a template or a request. */
export interface ScheduleInput {
  readonly expression: string;
  readonly timezone?: string;
  /** Milliseconds since 1970. */
  readonly start?: number;
  /** Milliseconds since 1970. */
  readonly end?: number;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly description?: string;
  readonly window: { readonly Mode: 'OFF' | 'FLEXIBLE'; readonly MaximumWindowInMinutes?: number };
  readonly target: Target;
  readonly afterCompletion: 'NONE' | 'DELETE';
}

/** A schedule with its next time. Times are milliseconds since 1970. */
export interface Schedule extends ScheduleInput {
  readonly arn: string;
  readonly name: string;
  readonly group: string;
  readonly region: string;
  /** A schedule of a template exists only while the template contains it. */
  readonly origin: 'template' | 'api';
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** The time from which a rate counts. */
  readonly countsFrom: number;
  /** `null` if there is no next time. */
  readonly next: number | null;
}

/** The properties of a template, or the members of a request. Dates are text or Date. */
export interface Description {
  readonly ScheduleExpression?: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: string | Date;
  readonly EndDate?: string | Date;
  readonly State?: string;
  readonly Description?: string;
  readonly FlexibleTimeWindow?: { readonly Mode?: string; readonly MaximumWindowInMinutes?: number };
  readonly Target?: object;
  readonly ActionAfterCompletion?: string;
  readonly KmsKeyArn?: string;
}

const utc = ['UTC', 'Etc/UTC'];
const targetMembers = ['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig'];

export const invalid = (message: string) => new ServiceError('ValidationException', message);

function timeOf(name: string, date: string | Date | undefined): number | undefined {
  if (date === undefined) return undefined;
  const time = new Date(date).getTime();
  if (Number.isNaN(time)) throw invalid(`${name} is not a time: ${date}`);
  return time;
}

function inBounds(name: string, value: unknown, least: number, most: number): void {
  if (value === undefined) return;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw invalid(`${name} is ${value} and must be from ${least} to ${most}`);
  }
}

function windowOf({ FlexibleTimeWindow }: Description): ScheduleInput['window'] {
  const { Mode, MaximumWindowInMinutes } = FlexibleTimeWindow ?? {};
  if (Mode === 'OFF' && MaximumWindowInMinutes === undefined) return { Mode };
  if (Mode !== 'FLEXIBLE' || MaximumWindowInMinutes === undefined) {
    throw invalid('FlexibleTimeWindow must have the Mode OFF, or FLEXIBLE with MaximumWindowInMinutes');
  }
  inBounds('MaximumWindowInMinutes', MaximumWindowInMinutes, 1, 1440);
  return { Mode, MaximumWindowInMinutes: Number(MaximumWindowInMinutes) };
}

function targetOf(target: Partial<Target> = {}): Target {
  const unknown = Object.entries(target).find(([name, value]) => value !== undefined && !targetMembers.includes(name));
  if (unknown) throw invalid(`Target.${unknown[0]} is not supported by this runtime`);
  const { Arn, RoleArn, RetryPolicy, DeadLetterConfig } = target;
  if (!Arn || !RoleArn) throw invalid('Target must have an Arn and a RoleArn');
  inBounds('MaximumEventAgeInSeconds', RetryPolicy?.MaximumEventAgeInSeconds, 60, 86_400);
  inBounds('MaximumRetryAttempts', RetryPolicy?.MaximumRetryAttempts, 0, 185);
  if (DeadLetterConfig?.Arn && DeadLetterConfig.Arn.split(':')[2] !== 'sqs') {
    throw invalid('DeadLetterConfig.Arn must be the ARN of a queue');
  }
  const whole = { ...target, Arn, RoleArn };
  parseTarget(whole);
  return whole;
}

/**
 * Reads and checks the properties. Throws `ValidationException`, also for properties that this runtime does not
 * support.
 */
export function parseSchedule(description: Description): ScheduleInput {
  const { ScheduleExpression = '', ScheduleExpressionTimezone: timezone, State = 'ENABLED' } = description;
  const { ActionAfterCompletion = 'NONE', KmsKeyArn, Description: text } = description;
  if (State !== 'ENABLED' && State !== 'DISABLED') throw invalid(`State is ${State} and must be ENABLED or DISABLED`);
  if (ActionAfterCompletion !== 'NONE' && ActionAfterCompletion !== 'DELETE') {
    throw invalid(`ActionAfterCompletion is ${ActionAfterCompletion} and must be NONE or DELETE`);
  }
  if (timezone !== undefined && !utc.includes(timezone)) {
    throw invalid(`ScheduleExpressionTimezone is ${timezone}, but this runtime supports only UTC`);
  }
  if (KmsKeyArn !== undefined) throw invalid('KmsKeyArn is not supported by this runtime');
  try {
    parseExpression(ScheduleExpression);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  const [start, end] = [timeOf('StartDate', description.StartDate), timeOf('EndDate', description.EndDate)];
  if (start !== undefined && end !== undefined && end <= start) throw invalid('EndDate must be after StartDate');
  return {
    expression: ScheduleExpression,
    ...(timezone !== undefined && { timezone }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(text !== undefined && { description: text }),
    state: State,
    window: windowOf(description),
    target: targetOf(description.Target),
    afterCompletion: ActionAfterCompletion,
  };
}

/** Returns the schedule's first time after another, between its start and end dates. */
export function nextOf(schedule: ScheduleInput, countsFrom: number, after: number): number | null {
  const next = parseExpression(schedule.expression).next(after, countsFrom);
  return next === undefined || (schedule.end !== undefined && next > schedule.end) ? null : next;
}
