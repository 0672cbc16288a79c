import { type Encoder, type JobRecords, startOnce, type Tasks } from '../../media-pipeline/jobs/start-once';
import type { TranscodeDubInput } from '../model';

/** Creates the job that encodes a dub, once; see {@link startOnce}. */
export async function transcodeDub(
  input: TranscodeDubInput,
  ports: { readonly records: JobRecords; readonly encoder: Encoder<TranscodeDubInput>; readonly tasks: Tasks },
): Promise<{ readonly jobId: string; readonly isNew: boolean }> {
  const { assetId, run, language } = input;
  return startOnce(input, ports, {
    create: () => ports.encoder.create(input, `${assetId}-${run}-${language}`),
    find: (since) => ports.encoder.find(input, since),
  });
}
