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
 * EventBridge Scheduler: schedules by rate, cron and time, in UTC. The target of a flexible window is invoked at its
 * beginning. If times were missed while the runtime was off, the target is invoked once for all of them.
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
