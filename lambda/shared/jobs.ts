import { assetIdPattern } from './assets';
import type { Run } from './run';

type RunOf = Pick<Run, 'assetId' | 'run'>;

/**
 * What MediaConvert's and Transcribe's jobs are for. Each is the `purpose` in the metadata of MediaConvert's jobs, and the
 * first part of the job's key in the `jobs` table.
 */
const jobPurposes = ['picture', 'sound', 'dub', 'speech'] as const;
export type JobPurpose = (typeof jobPurposes)[number];

/**
 * The key of a run's job in the `jobs` table. It is known before the job exists, so that either side finds the record.
 * Dubs have one job for each language.
 */
export function jobKey(purpose: JobPurpose, { assetId, run }: RunOf, language?: string): string {
  return [purpose, assetId, run, ...(language ? [language] : [])].join('#');
}

const runPattern = /^[0-9a-f]{8}$/;

/** Whether the parts are an asset's id and the id of a run or an attempt. */
export function isRun({ assetId, run }: RunOf): boolean {
  return assetIdPattern.test(assetId) && runPattern.test(run);
}

/** The name of a run's transcription job. It is unique in the account, so the job cannot be started twice. */
export function transcriptionJobName({ assetId, run }: RunOf): string {
  return `${assetId}-${run}`;
}

/** The run of a transcription job, or `undefined` if another application named the job. */
export function runOfTranscriptionJob(name: string): RunOf | undefined {
  const [assetId = '', run = '', ...rest] = name.split('-');
  return rest.length === 0 && isRun({ assetId, run }) ? { assetId, run } : undefined;
}
