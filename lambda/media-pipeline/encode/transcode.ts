import { Superseded } from '../../shared/errors';
import type { Run } from '../../shared/run';
import { type Encoder, type JobRecords, startOnce, type Tasks } from '../jobs/start-once';
import type { TranscodeInput } from '../messages';

export interface Runs {
  isCurrent(run: Run): Promise<boolean>;
}

/** Creates the job that encodes the run's picture, once; see {@link startOnce}. Throws `Superseded`. */
export async function transcode(
  input: TranscodeInput,
  ports: {
    readonly runs: Runs;
    readonly records: JobRecords;
    readonly encoder: Encoder<TranscodeInput>;
    readonly tasks: Tasks;
  },
): Promise<{ readonly jobId: string; readonly isNew: boolean }> {
  if (!(await ports.runs.isCurrent(input))) throw new Superseded();
  return startOnce(input, ports, {
    create: () => ports.encoder.create(input, `${input.assetId}-${input.run}`),
    find: (since) => ports.encoder.find(input, since),
  });
}
