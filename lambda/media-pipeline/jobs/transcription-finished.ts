import * as z from 'zod/mini';
import { runOfTranscriptionJob } from '../../shared/jobs';
import type { Run } from '../../shared/run';
import type { JobResult, Tasks } from './start-once';

/**
 * EventBridge's "Transcribe Job State Change". It does not contain the cause of a failure.
 * https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html
 */
export const transcriptionStateChange = z.object({
  detail: z.object({
    TranscriptionJobName: z.string(),
    TranscriptionJobStatus: z.enum(['COMPLETED', 'FAILED', 'IN_PROGRESS', 'QUEUED']),
  }),
});
export type TranscriptionStateChange = z.output<typeof transcriptionStateChange>;

export interface Results {
  /** Records the result, and returns the token of the waiting task, if a task is waiting. */
  setResult(run: Pick<Run, 'assetId' | 'run'>, result: JobResult): Promise<string | undefined>;
}

/**
 * Completes the waiting task when its transcription has ended, successfully or not: `captions` reads the result from the
 * service. Late, repeated and foreign events are harmless. If no task is waiting yet, the result is stored for
 * `transcribe`.
 */
export async function transcriptionChanged(
  { detail }: TranscriptionStateChange,
  ports: { readonly results: Results; readonly tasks: Tasks },
): Promise<'foreign' | 'ignored' | 'completed' | 'kept'> {
  const jobId = detail.TranscriptionJobName;
  const run = runOfTranscriptionJob(jobId);
  if (!run) return 'foreign';
  if (detail.TranscriptionJobStatus !== 'COMPLETED' && detail.TranscriptionJobStatus !== 'FAILED') return 'ignored';
  const result: JobResult = { status: 'COMPLETE', jobId };
  const taskToken = await ports.results.setResult(run, result);
  if (!taskToken) return 'kept';
  await ports.tasks.complete(taskToken, result);
  return 'completed';
}
