import type { Kernel } from '../../kernel/kernel';
import type { JobRecord } from './job';

/**
 * Puts the events of a job's end on the event bus. As on AWS, they contain the job's status, but not why it failed.
 * https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html
 */
export async function emitJobEnd(kernel: Kernel, job: JobRecord): Promise<void> {
  const source = 'aws.transcribe';
  if (job.languageScore !== undefined) {
    await kernel.emit(job.region, {
      source,
      detailType: 'Language Identification State Change',
      detail: { JobType: 'TranscriptionJob', JobName: job.name, LanguageIdentificationStatus: 'COMPLETED' },
    });
  }
  await kernel.emit(job.region, {
    source,
    detailType: 'Transcribe Job State Change',
    detail: { TranscriptionJobName: job.name, TranscriptionJobStatus: job.status },
  });
}
