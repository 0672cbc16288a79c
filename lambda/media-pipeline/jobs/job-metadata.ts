import type { Run } from '../../shared/run';
import type { JobOwner } from './job-finished';

/** The metadata of a MediaConvert job. Its events repeat them, so that `job-finished` knows the run without a read. */
export function jobMetadata(
  { correlationId, ...owner }: JobOwner & Pick<Run, 'correlationId'>,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { ...owner, ...(correlationId && { correlationId }), ...others };
}
