import { CancelJobCommand, type MediaConvertClient, paginateListJobs } from '@aws-sdk/client-mediaconvert';
import { GetScheduleCommand, type SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { paginateListExecutions, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { plural } from '../../table';
import { waitFor } from '../../wait';
import { type ResourceKind, unlessGone } from '../resource';

const noLoss = async () => undefined;
/** The longest that MediaConvert may work on after its job was cancelled, or could not be; seconds. */
const patience = 3600;

/** Schedules are switched off first, so that nothing begins between two steps of the teardown. */
export function schedules(client: (region: string) => SchedulerClient): ResourceKind {
  return {
    describe: noLoss,
    async prepare({ region, id }, say) {
      // The physical id is a name, or a group and a name.
      const [Name = id, GroupName = 'default'] = id.split('/').reverse();
      const found = await unlessGone(['ResourceNotFoundException'], () =>
        client(region).send(new GetScheduleCommand({ Name, GroupName })),
      );
      if (!found || found.State === 'DISABLED') return;
      const { ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target, StartDate, EndDate } = found;
      await client(region).send(
        new UpdateScheduleCommand({
          ...{ Name, GroupName, ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target },
          ...{ StartDate, EndDate, State: 'DISABLED' },
        }),
      );
      say(`switched off schedule ${Name}`);
    },
    remove: async () => {},
  };
}

/** Executions would go on calling services, and a state machine waits for them before it is gone. */
export function stateMachines(client: (region: string) => SFNClient): ResourceKind {
  return {
    describe: noLoss,
    async prepare({ region, id }, say) {
      let stopped = 0;
      await unlessGone(['StateMachineDoesNotExist', 'StateMachineDeleting'], async () => {
        const input = { stateMachineArn: id, statusFilter: 'RUNNING' as const };
        for await (const { executions = [] } of paginateListExecutions({ client: client(region) }, input)) {
          for (const { executionArn } of executions) {
            const command = new StopExecutionCommand({ executionArn, error: 'OmniStream.Teardown' });
            await unlessGone(['ExecutionDoesNotExist'], () => client(region).send(command));
            stopped += 1;
          }
        }
      });
      if (stopped) say(`stopped ${plural(stopped, 'execution')} of ${id.split(':').at(-1)}`);
    },
    remove: async () => {},
  };
}

/** Queues with jobs cannot be deleted. A job that is under way may be past cancelling, and is waited for. */
export function encoderQueues(client: (region: string) => MediaConvertClient): ResourceKind {
  const unfinished = async (region: string, Queue: string) => {
    const ids: string[] = [];
    for (const Status of ['SUBMITTED', 'PROGRESSING'] as const) {
      for await (const { Jobs = [] } of paginateListJobs({ client: client(region) }, { Queue, Status })) {
        ids.push(...Jobs.map(({ Id = '' }) => Id));
      }
    }
    return ids;
  };
  return {
    describe: noLoss,
    async prepare({ region, id }, say) {
      const jobs = (await unlessGone(['NotFoundException'], () => unfinished(region, id))) ?? [];
      if (jobs.length === 0) return;
      for (const Id of jobs) {
        await unlessGone(['NotFoundException', 'ConflictException', 'BadRequestException'], () =>
          client(region).send(new CancelJobCommand({ Id })),
        );
      }
      say(`cancelled ${plural(jobs.length, 'encoding job')}`);
      await waitFor(`The queue ${id}`, patience, async () =>
        (await unfinished(region, id)).length === 0 ? true : undefined,
      );
    },
    remove: async () => {},
  };
}
