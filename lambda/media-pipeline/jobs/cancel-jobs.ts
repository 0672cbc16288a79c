import type { Asset } from '../../shared/assets';
import type { Run } from '../../shared/run';
import type { JobOwner } from './job-finished';
import type { JobRecord } from './start-once';

export interface CancelPorts {
  readonly records: {
    /** The record of a job; `undefined` if no function has created the job. */
    find(job: JobOwner): Promise<Pick<JobRecord, 'jobId' | 'result'> | undefined>;
  };
  readonly encoder: {
    /** Cancels a job. Returns `false` if it has ended, or does not exist any more. */
    cancel(jobId: string): Promise<boolean>;
  };
}

/**
 * Cancels the encoding jobs of an execution that has ended: without it, nothing uses their results, and a retry creates
 * jobs of its own. Returns the ids of the jobs that were canceled.
 * @param attempt the attempt of an execution for speech only, else the run
 */
export async function cancelJobs(
  { assetId, run, attempt }: Pick<Run, 'assetId' | 'run'> & { readonly attempt: string },
  asset: Pick<Asset, 'targetLanguages' | 'speech'> | undefined,
  { records, encoder }: CancelPorts,
): Promise<string[]> {
  const languages = new Set([
    ...(asset?.targetLanguages ?? []),
    ...(asset?.speech?.languages ?? []).map(({ language }) => language),
  ]);
  const jobs: JobOwner[] = [
    ...(attempt === run ? [{ purpose: 'picture', assetId, run } as const] : []),
    { purpose: 'sound', assetId, run: attempt },
    ...[...languages].map((language) => ({ purpose: 'dub', assetId, run: attempt, language }) as const),
  ];
  const canceled: string[] = [];
  for (const job of jobs) {
    const { jobId, result } = (await records.find(job)) ?? {};
    if (jobId && !result && (await encoder.cancel(jobId))) canceled.push(jobId);
  }
  return canceled;
}
