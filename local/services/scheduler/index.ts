import type { Kernel } from '../../kernel/kernel';
import type { LocalService, ResourceProvider } from '../../kernel/service';
import { knownProperties, unsupported } from '../known-properties';
import { parseRate } from './rate';
import { Schedules, type Target } from './schedules';

interface ScheduleProperties {
  readonly Name?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly FlexibleTimeWindow: { readonly Mode: string };
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly Target: Target;
}

/** EventBridge Scheduler, for what starts state machines at a rate. */
export function createScheduler(kernel: Kernel): LocalService {
  const schedules = new Schedules(kernel);
  return {
    resources: { 'AWS::Scheduler::Schedule': scheduleProvider(schedules) },
    start: () => schedules.start(),
    stop: () => schedules.stop(),
  };
}

function scheduleProvider(schedules: Schedules): ResourceProvider<ScheduleProperties> {
  const arnOf = (region: string, accountId: string, name: string) =>
    `arn:aws:scheduler:${region}:${accountId}:schedule/default/${name}`;
  return {
    identify({ name, region, accountId, properties }) {
      const ref = properties.Name ?? name;
      return { ref, attributes: { Arn: arnOf(region, accountId, ref) } };
    },
    deploy(resource) {
      const { properties, region, accountId, name } = resource;
      knownProperties(resource, [
        ...['Name', 'Description', 'State', 'ScheduleExpression', 'ScheduleExpressionTimezone'],
        ...['FlexibleTimeWindow', 'Target'],
      ]);
      const { ScheduleExpression, FlexibleTimeWindow, State, Target: target } = properties;
      const everyMs = parseRate(ScheduleExpression);
      if (everyMs === undefined) throw unsupported(resource, 'ScheduleExpression', 'can only be rate(…) here');
      if (FlexibleTimeWindow.Mode !== 'OFF') throw unsupported(resource, 'FlexibleTimeWindow');
      if (target.Arn.split(':')[2] !== 'states') throw unsupported(resource, 'Target', 'can only be a state machine');
      const arn = arnOf(region, accountId, properties.Name ?? name);
      schedules.put({ arn, region, everyMs, enabled: State !== 'DISABLED', target });
      return undefined;
    },
  };
}
