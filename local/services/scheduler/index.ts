import * as sdk from '@aws-sdk/client-scheduler';
import { type Clock, clockOf } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Invocations } from './invocations';
import { schedulerOperations } from './operations';
import { permissions } from './permissions';
import { groupResource, scheduleResource } from './resources';
import { Schedules } from './schedules';

/**
 * EventBridge Scheduler: schedules by rate, cron and time, in UTC. A flexible window's target is called at its
 * beginning; times that were missed while nothing ran are made up by one call.
 */
export function createScheduler(kernel: Kernel, clock: Clock = clockOf(() => kernel.now())): LocalService {
  const invocations = new Invocations(kernel, clock);
  const schedules = new Schedules(kernel, clock, invocations);
  return {
    wire: { id: 'scheduler', sdk, permissions, operations: schedulerOperations(schedules) },
    resources: {
      'AWS::Scheduler::Schedule': scheduleResource(schedules),
      'AWS::Scheduler::ScheduleGroup': groupResource(schedules),
    },
    start() {
      invocations.resume();
      schedules.start();
    },
    async stop() {
      await schedules.stop();
      await invocations.stop();
    },
  };
}
