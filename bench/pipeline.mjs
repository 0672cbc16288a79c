// From the moment an upload is complete until its asset is READY, over the same encode without a platform around it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { median } from './median.mjs';
import { startPlatform } from './platform.mjs';

/** Seconds, medians: `own` of the platform, `reference` of the encode alone. They take turns. */
export async function benchPipeline(folder, film, rounds) {
  const raw = await loadRaw(folder);
  const platform = await startPlatform(folder, process.execPath, ['scripts/start.mjs']);
  const own = [];
  const reference = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      own.push(await throughPlatform(folder, platform, film));
      const { Jobs } = await client(MediaConvertClient, platform).send(new ListJobsCommand({ MaxResults: 1 }));
      reference.push(await encode(raw, folder, Jobs[0].Settings, film));
    }
  } finally {
    await platform.stop();
  }
  return { own: median(own), reference: median(reference) };
}

/** Uploads by the CLI, and reads when the source was there whole, and when the asset was READY. */
async function throughPlatform(folder, platform, film) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['cli/omnistream.mjs', 'upload', film, '--wait', '--json', '--api', `http://127.0.0.1:${platform.port}`],
    { cwd: folder, env: { ...process.env, OMNISTREAM_HOME: platform.home }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the upload failed:\n${stderr}${stdout}`);
  const { id } = JSON.parse(stdout.trim().split('\n').at(-1));

  const tables = client(DynamoDBClient, platform);
  const { TableNames } = await tables.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => /assets/i.test(name));
  const { Item } = await tables.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
  const { bucket, key } = Item.source.M;
  const versions = new ListObjectVersionsCommand({ Bucket: bucket.S, Prefix: key.S });
  const { Versions } = await client(S3Client, platform).send(versions);
  return (Date.parse(Item.updatedAt.S) - Versions[0].LastModified.getTime()) / 1000;
}

function client(Client, { port }) {
  const credentials = { accessKeyId: 'omnistream', secretAccessKey: 'omnistream' };
  return new Client({ endpoint: `http://127.0.0.1:${port + 1}`, region: 'eu-west-1', credentials });
}

/** The transcoder and the planner of the laptop's MediaConvert, without anything else of the platform. */
async function loadRaw(folder) {
  const common = { absWorkingDir: folder, bundle: true, platform: 'node', format: 'cjs', packages: 'external' };
  await build({
    ...common,
    outfile: join(folder, 'dist/bench-raw.cjs'),
    stdin: {
      resolveDir: folder,
      contents: `export { Transcoder } from './local/engines/transcode/transcoder';
        export { audioDescriptions, planJob } from './local/services/mediaconvert/plan/job-plan';`,
    },
  });
  const workerPath = join(folder, 'dist/bench-worker.cjs');
  await build({ ...common, entryPoints: ['local/engines/transcode/worker.ts'], outfile: workerPath });
  return { ...createRequire(import.meta.url)(join(folder, 'dist/bench-raw.cjs')), workerPath };
}

/**
 * The job's ladder by the same plan, driver and presets, from the file itself. The plan is made before the clock starts;
 * the loudness is not measured (correcting by 0 dB costs what correcting by any other gain does), nothing is uploaded.
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
  );
  const startedAt = performance.now();
  await transcoder.transcode(transcode, { folder: output });
  const seconds = (performance.now() - startedAt) / 1000;
  rmSync(output, { recursive: true });
  return seconds;
}
