import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { Call, Demand, Permissions } from '../../kernel/service';

interface Named {
  readonly Name?: string;
  readonly GroupName?: string;
}

function demand(action: string, { Name, GroupName = 'default' }: Named, { region, accountId }: Call): Demand {
  const resource = `arn:aws:scheduler:${region}:${accountId}:schedule/${GroupName}/${Name}`;
  return { action: `scheduler:${action}`, resource };
}

const on = (action: string) => (input: Named, call: Call) => [demand(action, input, call)];

/** The caller that creates a schedule passes its role to the service. */
const passing = (action: string) => (input: CreateScheduleCommandInput, call: Call) => {
  const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  const roleArn = input.Target?.RoleArn;
  return [demand(action, input, call), ...(roleArn ? [{ action: 'iam:PassRole', resource: roleArn, context }] : [])];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const permissions: Permissions = {
  CreateSchedule: passing('CreateSchedule'),
  DeleteSchedule: on('DeleteSchedule'),
  GetSchedule: on('GetSchedule'),
  ListSchedules: () => [{ action: 'scheduler:ListSchedules', resource: '*' }],
  UpdateSchedule: passing('UpdateSchedule'),
};
