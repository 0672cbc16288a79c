import type { Item } from '../shared/items';

/** The ids of MediaConvert's jobs in rows of the table `jobs` that have no result yet. */
export function unfinishedJobsOf(rows: readonly Item[]): string[] {
  return rows.flatMap(({ id, jobId, result }) => {
    const isTranscription = id?.S?.startsWith('speech#') === true;
    return jobId?.S !== undefined && !result && !isTranscription ? [jobId.S] : [];
  });
}
