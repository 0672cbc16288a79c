import type { Run } from '../../shared/run';

type RunOf = Pick<Run, 'assetId' | 'run'>;

/** How an encoding job ended, as the waiting task is to be told. */
export type JobResult =
  | { readonly status: 'COMPLETE'; readonly jobId: string }
  | { readonly status: 'ERROR'; readonly jobId: string; readonly error: string; readonly cause: string };

/** What is known of a run's picture job; kept before the job exists. */
export interface JobRecord {
  /** Milliseconds since 1970, of the first attempt. */
  readonly claimedAt: number;
  readonly taskToken: string;
  readonly jobId?: string;
  readonly result?: JobResult;
}

export interface JobRecords<Job extends RunOf = RunOf> {
  /** Writes the first claim on the run's job, or the newer task token on an old one. Answers the record then. */
  claim(job: Job, taskToken: string): Promise<JobRecord & { readonly isFirst: boolean }>;
  setJob(job: Job, jobId: string): Promise<void>;
}

export interface Encoder<Input> {
  /** Creates the job; within a minute, calls with the same request token make one job. Answers its id. */
  create(input: Input, requestToken: string): Promise<string>;
  /** The id of the input's job among those created since, if there is one. */
  find(input: Input, since: number): Promise<string | undefined>;
}

export interface Tasks {
  /** Completes the waiting task; harmless when it waits no more. */
  complete(taskToken: string, result: JobResult): Promise<void>;
}

/** How a run's one job is made. */
export interface JobMaker {
  /** Creates the job, and answers its id. */
  create(): Promise<string>;
  /** The id of the job among those created since (milliseconds since 1970), if there is one. */
  find(since: number): Promise<string | undefined>;
}

/**
 * Creates a run's one job, however often it is called. What an earlier attempt left is taken up: a job that it created
 * without living to note it, or a result that has come meanwhile.
 * See docs/adr/0002-one-job-per-run.md.
 */
export async function startOnce(
  input: RunOf & { readonly taskToken: string },
  { records, tasks }: { readonly records: JobRecords; readonly tasks: Tasks },
  maker: JobMaker,
): Promise<{ readonly jobId: string; readonly isNew: boolean }> {
  const record = await records.claim(input, input.taskToken);
  if (record.result) await tasks.complete(input.taskToken, record.result);
  const known = record.jobId ?? record.result?.jobId;
  if (known) return { jobId: known, isNew: false };

  const found = record.isFirst ? undefined : await maker.find(record.claimedAt);
  const jobId = found ?? (await maker.create());
  await records.setJob(input, jobId);
  return { jobId, isNew: found === undefined };
}
