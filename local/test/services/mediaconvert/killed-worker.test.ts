import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProbeCommand } from '@aws-sdk/client-mediaconvert';
import { bucket, openStudio, type Studio, workerPath } from '../../../testing/studio';
import { settingsFor } from './film-job';

/** A worker that the system kills in the first of its probes, or of its tasks with a picture, as Linux does without memory. */
function killedWorker(kind: 'probe' | 'transcode', times: number) {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const path = join(folder, 'worker.cjs');
  const starts = join(folder, 'starts');
  writeFileSync(
    path,
    `const { appendFileSync, statSync } = require('node:fs');
    process.once('message', (task) => {
      const isPicture = task.plan?.outputs.some(({ tracks }) => tracks.some(({ medium }) => medium === 'video'));
      if (task.kind !== ${JSON.stringify(kind)} || (task.kind === 'transcode' && !isPicture)) return;
      appendFileSync(${JSON.stringify(starts)}, '.');
      if (statSync(${JSON.stringify(starts)}).size <= ${times}) process.kill(process.pid, 'SIGKILL');
    });
    require(${JSON.stringify(workerPath)});`,
  );
  return { path, starts: () => (existsSync(starts) ? readFileSync(starts, 'utf8').length : 0) };
}

// The worker counts its starts in a file, for which a probe has no room otherwise.
const open = (path: string) => openStudio(undefined, { workerPath: path, limits: { fileBytes: 1e9 } });
const encode = async (studio: Studio) =>
  studio.run(settingsFor(await studio.upload('plain'), { destination: `s3://${bucket}/out/film` }));
const ends = ({ events }: Studio) => events.filter(({ status }) => status === 'ERROR' || status === 'COMPLETE');

test('a job whose encoder is killed goes on with another one, and counts it as AWS does', async () => {
  const worker = killedWorker('transcode', 2);
  const studio = await open(worker.path);
  expect(await encode(studio)).toMatchObject({ Status: 'COMPLETE', RetryCount: 2 });
  expect(worker.starts()).toBe(3);
  expect(ends(studio)).toMatchObject([{ status: 'COMPLETE' }]);
  await studio.laptop.stop();
});

test('a job whose encoders are killed again and again ends by a code of the service, and nothing blames its file', async () => {
  const worker = killedWorker('transcode', 1000);
  const studio = await open(worker.path);
  const job = await encode(studio);
  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1999 });
  expect(job.ErrorMessage).toMatch(/^The service could not complete the job: .*SIGKILL/);
  expect(job.ErrorMessage).not.toMatch(/input|file/i);
  expect(worker.starts()).toBe(3);
  expect(ends(studio)).toMatchObject([{ errorCode: 1999 }]);
  await studio.laptop.stop();
});

test('a probe whose process is killed again and again is an error of the service', async () => {
  const studio = await open(killedWorker('probe', 1000).path);
  const FileUrl = await studio.upload('plain');
  await expect(studio.mediaConvert.send(new ProbeCommand({ InputFiles: [{ FileUrl }] }))).rejects.toMatchObject({
    name: 'InternalServerErrorException',
  });
  await studio.laptop.stop();
});
