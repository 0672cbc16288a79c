import { type JobRecords, startOnce, type Tasks } from '../media-pipeline/transcode';
import type { TranscodeDubInput } from './model';

export interface DubEncoder {
  /** Creates the job; within a minute, calls with the same request token make one job. Answers its id. */
  create(input: TranscodeDubInput, requestToken: string): Promise<string>;
  /** The id of the dub's job among those created since, if there is one. */
  find(input: TranscodeDubInput, since: number): Promise<string | undefined>;
}

/** Creates the job that encodes a dub, once; see {@link startOnce}. */
export async function transcodeDub(
  input: TranscodeDubInput,
  ports: { readonly records: JobRecords; readonly encoder: DubEncoder; readonly tasks: Tasks },
): Promise<{ readonly jobId: string; readonly isNew: boolean }> {
  const { assetId, run, language } = input;
  return startOnce(input, ports, {
    create: () => ports.encoder.create(input, `${assetId}-${run}-${language}`),
    find: (since) => ports.encoder.find(input, since),
  });
}
