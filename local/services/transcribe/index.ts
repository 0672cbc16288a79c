import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-transcribe';
import { Recogniser } from '../../engines/recognise/recogniser';
import { Transcoder, type TranscoderOptions } from '../../engines/transcode/transcoder';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Jobs } from './jobs';
import { deleteJob, getJob, listJobs } from './operations/jobs';
import { startJob } from './operations/start-job';
import { permissions } from './permissions';

export interface TranscribeOptions {
  readonly transcoder: TranscoderOptions;
  /** The built `local/engines/recognise/worker.ts`. */
  readonly recogniseWorker: string;
  /** Where `$OMNISTREAM_VOSK_MODELS` is looked up. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Transcribe's batch jobs, by Vosk. It recognises the languages for which it has models. A job in another language is
 * refused, and speech in such a language is not identified. Speakers are not distinguished, and custom vocabularies are
 * not supported.
 */
export function createTranscribe(
  kernel: Kernel,
  { transcoder, recogniseWorker, env }: TranscribeOptions,
): LocalService {
  const recogniser = new Recogniser({
    workerPath: recogniseWorker,
    folder: join(kernel.folder('transcribe'), 'models'),
    env,
  });
  const jobs = new Jobs(kernel, new Transcoder(transcoder), recogniser);
  return {
    wire: {
      id: 'transcribe',
      sdk,
      permissions,
      operations: {
        DeleteTranscriptionJob: deleteJob(jobs),
        GetTranscriptionJob: getJob(jobs),
        ListTranscriptionJobs: listJobs(jobs),
        StartTranscriptionJob: startJob(kernel, jobs, recogniser),
      },
    },
    start: () => jobs.start(),
    sweep: () => jobs.sweep(),
    stop: () => jobs.stop(),
  };
}
