// Measures the time from a complete upload until its asset plays and is READY, over the same encode without the platform,
// and the effect of a film's length on the number of state transitions.
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { ListBucketsCommand, ListObjectsV2Command, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { buildRuntime, bundleOptions } from '@omnistream/local';
import { build } from 'esbuild';
import { median } from './median.mjs';
import { startPlatform } from './platform.mjs';

/**
 * Seconds, medians: until the film is `playable` and `ready` on the platform; `reference` is the encode only. They take
 * turns. `transitions` counts those of the state machine, for `film` and for the shorter one, each with one more language.
 */
export async function benchPipeline(folder, film, shorter, rounds) {
  const raw = await loadRaw(folder);
  const platform = await startPlatform(folder, process.execPath, ['scripts/start.mjs']);
  const playable = [];
  const ready = [];
  const transitions = [];
  const reference = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const times = await throughPlatform(platform, film);
      playable.push(times.playable);
      ready.push(times.ready);
      const { Jobs } = await new MediaConvertClient(platform.aws).send(new ListJobsCommand({ MaxResults: 1 }));
      reference.push(await encode(raw, folder, Jobs[0].Settings, film));
    }
    for (const source of [film, shorter]) {
      const { executionArn } = await throughPlatform(platform, source, ['--languages', 'es']);
      transitions.push(await transitionsOf(platform, executionArn));
    }
  } finally {
    await platform.stop();
  }
  return { playable: median(playable), ready: median(ready), reference: median(reference), transitions };
}

/** Uploads with the CLI, and reads the times of the complete source, of the first manifest and of READY. */
async function throughPlatform(platform, film, options = []) {
  const { id } = platform.omnistream('upload', film, ...options, '--wait');

  const tables = new DynamoDBClient(platform.aws);
  const { TableNames } = await tables.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => /assets/i.test(name));
  const { Item } = await tables.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
  const { bucket, key } = Item.source.M;
  const versions = new ListObjectVersionsCommand({ Bucket: bucket.S, Prefix: key.S });
  const s3 = new S3Client(platform.aws);
  const { Versions } = await s3.send(versions);
  const begun = Versions[0].LastModified.getTime();
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  const Bucket = Buckets.map(({ Name }) => Name).find((name) => /storage-content(?!.*log)/i.test(name));
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${id}/manifests/1/index.m3u8` }));
  return {
    playable: (Contents[0].LastModified.getTime() - begun) / 1000,
    ready: (Date.parse(Item.updatedAt.S) - begun) / 1000,
    executionArn: Item.executionArn.S,
  };
}

async function transitionsOf(platform, executionArn) {
  let count = 0;
  let nextToken;
  do {
    const page = await new SFNClient(platform.aws).send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }),
    );
    count += page.events.filter(({ type }) => type.endsWith('StateEntered')).length;
    nextToken = page.nextToken;
  } while (nextToken);
  return count;
}

/** The transcoder and the planner of the laptop's MediaConvert, without the rest of the platform. */
async function loadRaw(folder) {
  const dist = join(folder, 'dist');
  const contents = "export { audioDescriptions, planJob, Transcoder } from '@omnistream/local/test';";
  const outfile = join(dist, 'bench-raw.cjs');
  await build({ ...bundleOptions, stdin: { contents, resolveDir: folder }, outfile });
  await buildRuntime(dist);
  const workerPath = join(dist, 'transcode-worker.cjs');
  return { ...createRequire(import.meta.url)(outfile), workerPath };
}

/**
 * Encodes the job's ladder from the file with the same plan, driver and presets. The plan is computed before the clock
 * starts, the loudness is not measured (a correction by 0 dB costs as much as any other), and nothing is uploaded.
 */
async function encode({ Transcoder, audioDescriptions, planJob, workerPath }, folder, settings, film) {
  const output = join(folder, 'dist/bench-encode');
  mkdirSync(output, { recursive: true });
  const transcoder = new Transcoder({ workerPath });
  const info = await transcoder.probe(film);
  const { transcode } = planJob(
    settings,
    info,
    film,
    audioDescriptions(settings, info).map(() => 0),
    new Map(),
  );
  const startedAt = performance.now();
  await transcoder.transcode(transcode, { folder: output });
  const seconds = (performance.now() - startedAt) / 1000;
  rmSync(output, { recursive: true });
  return seconds;
}
