import type {
  CreateScheduleCommandInput,
  CreateScheduleCommandOutput,
  DeleteScheduleCommandInput,
  GetScheduleCommandInput,
  GetScheduleCommandOutput,
  ListSchedulesCommandInput,
  ListSchedulesCommandOutput,
  ScheduleSummary,
  UpdateScheduleCommandInput,
  UpdateScheduleCommandOutput,
} from '@aws-sdk/client-scheduler';
import { type Operation, ServiceError } from '../../kernel/service';
import { invalid, parseSchedule, type Schedule } from './schedule';
import type { Schedules } from './schedules';

type Output<O> = Omit<O, '$metadata'>;

const dateOf = (time: number | undefined) => (time === undefined ? undefined : new Date(time));

function summary({ arn, name, group, state, createdAt, modifiedAt, target }: Schedule): ScheduleSummary {
  return {
    Arn: arn,
    Name: name,
    GroupName: group,
    State: state,
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(modifiedAt),
    Target: { Arn: target.Arn },
  };
}

export function schedulerOperations(schedules: Schedules): Readonly<Record<string, Operation>> {
  const place = ({ Name = '', GroupName }: { Name?: string; GroupName?: string }, region: string) => ({
    ...{ region, name: Name },
    ...(GroupName !== undefined && { group: GroupName }),
  });

  const create: Operation<CreateScheduleCommandInput, Output<CreateScheduleCommandOutput>> = (input, { region }) => {
    const where = place(input, region);
    if (schedules.find(where)) {
      throw new ServiceError('ConflictException', `Schedule ${where.name} already exists.`, 409);
    }
    return { ScheduleArn: schedules.put(where, parseSchedule(input), 'api').arn };
  };

  const update: Operation<UpdateScheduleCommandInput, Output<UpdateScheduleCommandOutput>> = (input, { region }) => {
    const { origin } = schedules.get(place(input, region));
    return { ScheduleArn: schedules.put(place(input, region), parseSchedule(input), origin).arn };
  };

  const get: Operation<GetScheduleCommandInput, Output<GetScheduleCommandOutput>> = (input, { region }) => {
    const schedule = schedules.get(place(input, region));
    return {
      ...summary(schedule),
      Description: schedule.description,
      ScheduleExpression: schedule.expression,
      ScheduleExpressionTimezone: schedule.timezone ?? 'UTC',
      StartDate: dateOf(schedule.start),
      EndDate: dateOf(schedule.end),
      FlexibleTimeWindow: schedule.window,
      Target: schedule.target,
      ActionAfterCompletion: schedule.afterCompletion,
    };
  };

  const list: Operation<ListSchedulesCommandInput, Output<ListSchedulesCommandOutput>> = (input, { region }) => {
    const { GroupName, NamePrefix = '', State, MaxResults = 100, NextToken } = input;
    if (MaxResults < 1 || MaxResults > 100) throw invalid('MaxResults must be from 1 to 100');
    const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString();
    const found = schedules
      .list()
      .filter((schedule) => schedule.region === region && schedule.arn > after)
      .filter(({ group }) => GroupName === undefined || group === GroupName)
      .filter(({ name, state }) => name.startsWith(NamePrefix) && (State === undefined || state === State));
    const page = found.slice(0, MaxResults);
    const last = found.length > page.length ? page.at(-1) : undefined;
    return {
      Schedules: page.map(summary),
      ...(last && { NextToken: Buffer.from(last.arn).toString('base64url') }),
    };
  };

  return {
    CreateSchedule: create,
    DeleteSchedule: (input: DeleteScheduleCommandInput, { region }) => {
      schedules.delete(schedules.get(place(input, region)));
      return {};
    },
    GetSchedule: get,
    ListSchedules: list,
    UpdateSchedule: update,
  };
}
