import { GetTranscriptionJobCommand, type TranscribeClient } from '@aws-sdk/client-transcribe';
import { transcriptKey } from '../../shared/content-layout';
import { countDenial, speaksOfDenial } from '../../shared/denials';
import { runOfTranscriptionJob } from '../../shared/jobs';
import { retrying } from '../../shared/retry';
import type { TranscriptionResult, Transcriptions } from './captions';

/** The results of Amazon Transcribe's jobs. Its events do not contain the cause of a failure. */
export class TranscriptionResults implements Transcriptions {
  constructor(private readonly client: TranscribeClient) {}

  async result(jobId: string): Promise<TranscriptionResult> {
    const { TranscriptionJob: job } = await retrying(() =>
      this.client.send(new GetTranscriptionJobCommand({ TranscriptionJobName: jobId })),
    );
    if (job?.TranscriptionJobStatus === 'FAILED') {
      if (speaksOfDenial(job.FailureReason)) countDenial('Transcribe', 'StartTranscriptionJob', job.FailureReason);
      return { status: 'failed', reason: job.FailureReason ?? 'no reason' };
    }
    if (job?.TranscriptionJobStatus !== 'COMPLETED') return { status: 'pending' };
    const run = runOfTranscriptionJob(jobId);
    if (!run) throw new Error(`The transcription job ${jobId} does not belong to an asset`);
    return { status: 'completed', transcriptKey: transcriptKey(run), language: job.LanguageCode };
  }
}
