import { CancelJobCommand, type MediaConvertClient, paginateListJobs } from '@aws-sdk/client-mediaconvert';
import { GetScheduleCommand, type SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { paginateListExecutions, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { plural } from '../../table';
import { waitFor } from '../../wait';
import { type ResourceKind, unlessGone } from '../resource';

const noLoss = async () => undefined;
/** Seconds that MediaConvert may continue a job that was cancelled, or that could no longer be cancelled. */
const patience = 3600;

/** Schedules. They are disabled first, so that they do not start work during the teardown. */
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
      say(`disabled schedule ${Name}`);
    },
    remove: async () => {},
  };
}

/** State machines. Their executions are stopped, because they would call services and delay the deletion. */
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

/** Queues. A queue with jobs cannot be deleted. If a job can no longer be cancelled, teardown waits for its end. */
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
