import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import { type Description, parseSchedule } from './schedule';
import type { Schedules } from './schedules';

interface ScheduleProperties extends Description {
  readonly Name?: string;
  readonly GroupName?: string;
}

interface GroupProperties {
  readonly Name?: string;
}

const supportedProperties = [
  ...['Name', 'GroupName', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate', 'State'],
  ...['Description', 'FlexibleTimeWindow', 'Target'],
];

/** Names of schedules and groups, also generated ones, have at most 64 characters. */
const nameOf = ({ properties, name }: Resource<{ readonly Name?: string }>) => properties.Name ?? name;

export function scheduleResource(schedules: Schedules): ResourceProvider<ScheduleProperties> {
  const place = (resource: Resource<ScheduleProperties>) => ({
    region: resource.region,
    group: resource.properties.GroupName ?? 'default',
    name: nameOf(resource),
  });
  return {
    identify: (resource) => ({
      ref: nameOf(resource),
      attributes: { Arn: () => schedules.arn(place(resource)) },
    }),
    deploy(resource) {
      knownProperties(resource, supportedProperties);
      try {
        const { arn } = schedules.put(place(resource), parseSchedule(resource.properties), 'template');
        return { Arn: arn };
      } catch (error) {
        throw unsupported(resource, 'is refused:', (error as Error).message);
      }
    },
    destroy(resource) {
      const schedule = schedules.find(place(resource));
      if (schedule) schedules.delete(schedule);
    },
  };
}

export function groupResource(schedules: Schedules): ResourceProvider<GroupProperties> {
  return {
    identify: (resource) => ({
      ref: nameOf(resource),
      attributes: { Arn: schedules.groupArn(resource.region, nameOf(resource)), State: 'ACTIVE' },
    }),
    deploy(resource) {
      knownProperties(resource, ['Name', 'Tags']);
      schedules.putGroup(schedules.groupArn(resource.region, nameOf(resource)));
      return undefined;
    },
  };
}
