import type {
  CancelJobCommandInput,
  GetJobCommandInput,
  GetJobCommandOutput,
  ListJobsCommandInput,
  ListJobsCommandOutput,
} from '@aws-sdk/client-mediaconvert';
import { type Call, ServiceError } from '../../../kernel/service';
import { describeJob, isFinished, type JobRecord } from '../job';
import type { Jobs } from '../jobs';
import type { Queues } from '../queues';

const defaultPageSize = 20;

function existing(jobs: Jobs, region: string, id: string | undefined): JobRecord {
  const job = id === undefined ? undefined : jobs.get(region, id);
  if (!job) throw new ServiceError('NotFoundException', `The job ${id} does not exist.`, 404);
  return job;
}

export function getJob(jobs: Jobs) {
  return ({ Id }: GetJobCommandInput, { region }: Call): Omit<GetJobCommandOutput, '$metadata'> => ({
    Job: describeJob(existing(jobs, region, Id)),
  });
}

export function listJobs(jobs: Jobs, queues: Queues) {
  return (input: ListJobsCommandInput, { region }: Call): Omit<ListJobsCommandOutput, '$metadata'> => {
    const { MaxResults = defaultPageSize, NextToken, Order = 'DESCENDING', Queue, Status } = input;
    const queueArn = Queue === undefined ? undefined : queues.get(region, Queue).arn;
    const direction = Order === 'ASCENDING' ? 1 : -1;
    const found = jobs
      .list(region)
      .filter(
        (job) =>
          (queueArn === undefined || job.queueArn === queueArn) && (Status === undefined || job.status === Status),
      )
      .sort((a, b) => direction * (a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1)));
    const start = NextToken === undefined ? 0 : found.findIndex(({ id }) => id === NextToken) + 1;
    if (NextToken !== undefined && start === 0) {
      throw new ServiceError('BadRequestException', 'The next token is not valid');
    }
    const page = found.slice(start, start + MaxResults);
    return {
      Jobs: page.map(describeJob),
      ...(start + MaxResults < found.length && { NextToken: page.at(-1)?.id }),
    };
  };
}

export function cancelJob(jobs: Jobs) {
  return async ({ Id }: CancelJobCommandInput, { region }: Call): Promise<object> => {
    const job = existing(jobs, region, Id);
    if (isFinished(job)) {
      throw new ServiceError('ConflictException', `The job ${job.id} is ${job.status} and cannot be canceled.`, 409);
    }
    await jobs.cancel(job.id);
    return {};
  };
}
