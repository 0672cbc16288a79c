import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AthenaClient, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { GetJobCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { GetTranscriptionJobCommand, TranscribeClient } from '@aws-sdk/client-transcribe';
import { createAthena } from '../../services/athena';
import { createMediaConvert } from '../../services/mediaconvert';
import { createTranscribe } from '../../services/transcribe';
import { type Laptop, startLaptop } from '../../testing/start-services';

const region = 'eu-west-1';
const none = join(__dirname, 'worker.cjs');
const transcoder = { workerPath: none };
let laptop: Laptop;

beforeEach(async () => {
  laptop = await startLaptop((kernel) => [
    ...[createAthena(kernel), createMediaConvert(kernel, transcoder)],
    createTranscribe(kernel, { transcoder, recogniseWorker: none, env: {} }),
  ]);
});
afterEach(() => laptop.stop());

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: Error) => error.name,
  );

test('finished jobs are kept for 90 days, and queries for 45', async () => {
  const [finishedAt, completedAt] = [Date.now(), Date.now()];
  const { kernel } = laptop;
  const encode = { id: 'j', region, status: 'COMPLETE', settings: {}, submittedAt: finishedAt, finishedAt };
  const speech = { name: 't', region, status: 'COMPLETED', request: {}, output: {}, createdAt: 0, finishedAt };
  const query = { id: 'q', region, state: 'SUCCEEDED', output: 's3://b/q.csv', parameters: [], scanned: 0 };
  kernel.store('mediaconvert', 'jobs').put('j', { ...encode, attempt: 0 });
  kernel.store('transcribe', 'jobs').put(`${region}/t`, { ...speech, told: true });
  kernel.store('athena', 'executions').put('q', { ...query, submittedAt: 0, completedAt });
  const mediaConvert = new MediaConvertClient(laptop.clientConfig);
  const transcribe = new TranscribeClient(laptop.clientConfig);
  const athena = new AthenaClient(laptop.clientConfig);
  const failures = () =>
    Promise.all([
      failureOf(athena.send(new GetQueryExecutionCommand({ QueryExecutionId: 'q' }))),
      failureOf(mediaConvert.send(new GetJobCommand({ Id: 'j' }))),
      failureOf(transcribe.send(new GetTranscriptionJobCommand({ TranscriptionJobName: 't' }))),
    ]);
  await laptop.later(44);
  expect(await failures()).toEqual(['none', 'none', 'none']);
  await laptop.later(45);
  expect(await failures()).toEqual(['InvalidRequestException', 'none', 'none']);
  await laptop.later(2);
  expect(await failures()).toEqual(['InvalidRequestException', 'NotFoundException', 'NotFoundException']);
  for (const client of [mediaConvert, transcribe, athena]) client.destroy();
});

test.each(['an hour', 'a stop'])('copies of objects that queries have read are gone after %s', async (when) => {
  const copies = join(laptop.kernel.folder('athena'), 'objects');
  mkdirSync(copies, { recursive: true });
  writeFileSync(join(copies, 'copy.parquet'), 'an object');
  if (when === 'a stop') await laptop.stop();
  else await laptop.later(1 / 24);
  expect(readdirSync(copies)).toEqual([]);
});
