import { checkSpeechLength } from '../../media-pipeline/intake/speech-source';
import { type Encoder, type JobRecords, startOnce, type Tasks } from '../../media-pipeline/jobs/start-once';
import type { ExtractSoundInput } from '../model';

/**
 * Creates the job that extracts the sound to be recognized, once; see {@link startOnce}. First checks the length, before
 * a job is paid for; throws the error of {@link checkSpeechLength}.
 */
export async function extractSound(
  input: ExtractSoundInput,
  ports: { readonly records: JobRecords; readonly encoder: Encoder<ExtractSoundInput>; readonly tasks: Tasks },
): Promise<{ readonly jobId: string; readonly isNew: boolean }> {
  checkSpeechLength(input.durationSeconds);
  return startOnce(input, ports, {
    // The token differs from that of the picture's job of the same run.
    create: () => ports.encoder.create(input, `${input.assetId}-${input.run}-sound`),
    find: (since) => ports.encoder.find(input, since),
  });
}
