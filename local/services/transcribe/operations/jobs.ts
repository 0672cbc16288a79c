import type {
  DeleteTranscriptionJobCommandInput,
  GetTranscriptionJobCommandInput,
  GetTranscriptionJobCommandOutput,
  ListTranscriptionJobsCommandInput,
  ListTranscriptionJobsCommandOutput,
} from '@aws-sdk/client-transcribe';
import { type Call, ServiceError } from '../../../kernel/service';
import { describeJob, summarizeJob } from '../job';
import type { Jobs } from '../jobs';
import { badRequest } from '../request';

const defaultPageSize = 5;
const notFound = "The requested job couldn't be found. Check the job name and try your request again.";

/** Throws `NotFoundException`. */
export function getJob(jobs: Jobs) {
  return (
    input: GetTranscriptionJobCommandInput,
    { region }: Call,
  ): Omit<GetTranscriptionJobCommandOutput, '$metadata'> => {
    const job = jobs.get(region, input.TranscriptionJobName ?? '');
    if (!job) throw new ServiceError('NotFoundException', notFound, 400);
    return { TranscriptionJob: describeJob(job) };
  };
}

/** Returns the newest jobs first. Throws `BadRequestException` for an invalid page size or token. */
export function listJobs(jobs: Jobs) {
  return (
    input: ListTranscriptionJobsCommandInput,
    { region }: Call,
  ): Omit<ListTranscriptionJobsCommandOutput, '$metadata'> => {
    const { Status, JobNameContains, NextToken, MaxResults = defaultPageSize } = input;
    const part = JobNameContains?.toLowerCase() ?? '';
    const found = jobs
      .list(region)
      .filter(({ name, status }) => (!Status || status === Status) && name.toLowerCase().includes(part))
      .sort((a, b) => b.createdAt - a.createdAt || (a.name < b.name ? -1 : 1));
    const start = NextToken === undefined ? 0 : found.findIndex(({ name }) => name === NextToken) + 1;
    if (NextToken !== undefined && start === 0) throw badRequest("The NextToken isn't valid.");
    const page = found.slice(start, start + MaxResults);
    return {
      ...(Status && { Status }),
      TranscriptionJobSummaries: page.map(summarizeJob),
      ...(start + MaxResults < found.length && { NextToken: page.at(-1)?.name }),
    };
  };
}

/** Throws `BadRequestException` for a job that does not exist, because this operation has no other error. */
export function deleteJob(jobs: Jobs) {
  return async (input: DeleteTranscriptionJobCommandInput, { region }: Call): Promise<object> => {
    const job = jobs.get(region, input.TranscriptionJobName ?? '');
    if (!job) throw badRequest(notFound);
    await jobs.delete(job);
    return {};
  };
}
