import { cancelJobs } from '../../../../lambda/media-pipeline/jobs/cancel-jobs';
import { type JobOwner, keyOfJob } from '../../../../lambda/media-pipeline/jobs/job-finished';
import type { JobResult } from '../../../../lambda/media-pipeline/jobs/start-once';
import type { Asset } from '../../../../lambda/shared/assets';

const film = { assetId: 'abcdefghijklmnopqrstuv', run: '0123abcd' };
const over: JobResult = { status: 'COMPLETE', jobId: 'over' };

const speechOf = (languages: readonly object[]) =>
  ({ run: film.run, status: 'found', language: 'en', languages }) as unknown as NonNullable<Asset['speech']>;

function world(records: Readonly<Record<string, { jobId?: string; result?: JobResult }>>) {
  const asked: string[] = [];
  return {
    asked,
    records: { find: async (job: JobOwner) => records[keyOfJob(job)] },
    encoder: {
      cancel: async (jobId: string) => {
        asked.push(jobId);
        return jobId !== 'ended meanwhile';
      },
    },
  };
}

test('the jobs of a film that are in progress are canceled, and no others', async () => {
  const key = (job: object) => keyOfJob({ ...film, ...job } as JobOwner);
  const ports = world({
    [key({ purpose: 'picture' })]: { jobId: 'picture' },
    [key({ purpose: 'sound' })]: { jobId: 'over', result: over },
    [key({ purpose: 'dub', language: 'es' })]: { jobId: 'es' },
    [key({ purpose: 'dub', language: 'fr' })]: {},
    [key({ purpose: 'dub', language: 'it' })]: { jobId: 'ended meanwhile' },
    [key({ purpose: 'dub', language: 'de', run: 'ffffffff' })]: { jobId: 'of another attempt' },
  });
  const asset = { targetLanguages: ['es', 'fr', 'de'], speech: speechOf([{ language: 'it' }]) };
  expect(await cancelJobs({ ...film, attempt: film.run }, asset, ports)).toEqual(['picture', 'es']);
  expect(ports.asked).toEqual(['picture', 'es', 'ended meanwhile']);
});

test('an attempt for some languages leaves the picture alone', async () => {
  const ports = world({
    [keyOfJob({ ...film, purpose: 'picture' })]: { jobId: 'picture' },
    [keyOfJob({ ...film, run: 'ffffffff', purpose: 'dub', language: 'es' })]: { jobId: 'es' },
  });
  const asset = { speech: speechOf([{ language: 'es', attempt: 'ffffffff' }]) };
  expect(await cancelJobs({ ...film, attempt: 'ffffffff' }, asset, ports)).toEqual(['es']);
});

test('an asset that was deleted has no languages left', async () => {
  const ports = world({ [keyOfJob({ ...film, purpose: 'picture' })]: { jobId: 'picture' } });
  expect(await cancelJobs({ ...film, attempt: film.run }, undefined, ports)).toEqual(['picture']);
});
