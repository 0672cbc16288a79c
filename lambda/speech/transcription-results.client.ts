import { GetTranscriptionJobCommand, type TranscribeClient } from '@aws-sdk/client-transcribe';
import { countDenial, speaksOfDenial } from '../shared/denials';
import { retrying } from '../shared/retry';
import type { TranscriptionResult, Transcriptions } from './captions';
import { transcriptKey } from './model';
import { runOfJobName } from './transcribe';

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
    const run = runOfJobName(jobId);
    if (!run) throw new Error(`${jobId} is no transcription of ours`);
    return { status: 'completed', transcriptKey: transcriptKey(run), language: job.LanguageCode };
  }
}
