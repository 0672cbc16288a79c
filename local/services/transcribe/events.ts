import type { Kernel } from '../../kernel/kernel';
import type { JobRecord } from './job';

/**
 * Puts the end of a job on the event bus, as AWS does: the event says how it ended, but not why.
 * https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html
 */
export async function tellEnd(kernel: Kernel, job: JobRecord): Promise<void> {
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
