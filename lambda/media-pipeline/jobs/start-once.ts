import type { Run } from '../../shared/run';

type RunOf = Pick<Run, 'assetId' | 'run' | 'correlationId'>;

/** The result of an encoding job, with which the waiting task is completed. */
export type JobResult =
  | { readonly status: 'COMPLETE'; readonly jobId: string }
  | { readonly status: 'ERROR'; readonly jobId: string; readonly error: string; readonly cause: string };

/** One output of a MediaConvert job. */
export interface MadeOutput {
  readonly seconds: number;
  /** Pixels of its picture's short side; missing for sound. */
  readonly shortSide?: number;
}

/** The record of a run's job. It is written before the job exists. */
export interface JobRecord {
  /** The time of the first attempt. Milliseconds since 1970. */
  readonly claimedAt: number;
  readonly taskToken: string;
  readonly jobId?: string;
  readonly result?: JobResult;
}

export interface JobRecords<Job extends RunOf = RunOf> {
  /** Creates the record of the run's job, or records the newer task token. Returns the record. */
  claim(job: Job, taskToken: string): Promise<JobRecord & { readonly isFirst: boolean }>;
  setJob(job: Job, jobId: string): Promise<void>;
}

export interface Encoder<Input> {
  /** Creates the job and returns its id. Calls with the same request token within a minute create one job. */
  create(input: Input, requestToken: string): Promise<string>;
  /** The id of the input's job, if it was created since the given time (milliseconds since 1970). */
  find(input: Input, since: number): Promise<string | undefined>;
}

export interface Tasks {
  /** Completes the waiting task; harmless if it is no longer waiting. */
  complete(taskToken: string, result: JobResult): Promise<void>;
}

/** The two ways to get the id of a run's one job. */
export interface JobMaker {
  /** Creates the job and returns its id. */
  create(): Promise<string>;
  /** The id of the job, if it was created since the given time (milliseconds since 1970). */
  find(since: number): Promise<string | undefined>;
}

/**
 * Creates a run's one job; repeated calls create no other. It continues an interrupted attempt: it finds a job that was
 * created but not recorded, and completes the task if the job has already ended.
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
