import { GetTranscriptionJobCommand, type TranscribeClient } from '@aws-sdk/client-transcribe';
import { transcriptKey } from '../../shared/content-layout';
import { countDenial, speaksOfDenial } from '../../shared/denials';
import { runOfTranscriptionJob } from '../../shared/jobs';
import { retrying } from '../../shared/retry';
import type { TranscriptionResult, Transcriptions } from './captions';

/** How Amazon Transcribe's jobs ended: its events do not say why they failed. */
export class TranscriptionResults implements Transcriptions {
  constructor(private readonly client: TranscribeClient) {}

  async result(jobId: string): Promise<TranscriptionResult> {
    const { TranscriptionJob: job } = await retrying(() =>
      this.client.send(new GetTranscriptionJobCommand({ TranscriptionJobName: jobId })),
    );
    if (job?.TranscriptionJobStatus === 'FAILED') {
      if (speaksOfDenial(job.FailureReason)) countDenial('Transcribe', 'StartTranscriptionJob', job.FailureReason);
      return { status: 'failed', reason: job.FailureReason ?? 'no reason was given' };
    }
    if (job?.TranscriptionJobStatus !== 'COMPLETED') return { status: 'pending' };
    const run = runOfTranscriptionJob(jobId);
    if (!run) throw new Error(`${jobId} is no transcription of ours`);
    return { status: 'completed', transcriptKey: transcriptKey(run), language: job.LanguageCode };
  }
}
