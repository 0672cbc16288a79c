// Size of each handler's bundle, and the time to load it in a fresh process, over that of an empty handler.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from './median.mjs';

const folder = resolve('dist/lambda');
const rounds = 5;

/** Milliseconds of `require`, measured inside the process, so that Node's own start does not count. */
function loadTime(file) {
  const script = `const t = process.hrtime.bigint(); require(${JSON.stringify(file)}); console.log(Number(process.hrtime.bigint() - t) / 1e6)`;
  const env = { ...process.env, ...variables, NODE_NO_WARNINGS: '1' };
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} cannot be loaded:\n${stderr}`);
  return Number(stdout.trim().split('\n').at(-1));
}

/** Every handler demands its variables when it is loaded; any values do. */
const variables = Object.fromEntries(
  [
    'ASSETS_TABLE',
    'JOBS_TABLE',
    'SESSIONS_TABLE',
    'CONTENT_BUCKET',
    'UPLOADS_BUCKET',
    'KEY_PAIR_ID',
    'USER_POOL_ID',
    'CLIENT_ID',
  ]
    .map((name) => [name, 'eu-west-1_x'])
    .concat([
      ['AWS_REGION', 'eu-west-1'],
      ['AWS_ACCESS_KEY_ID', 'x'],
      ['AWS_SECRET_ACCESS_KEY', 'x'],
      ['JWKS_URI', 'https://example.com/jwks.json'],
      ['VIEWER_ORIGIN', 'https://example.com'],
      ['STATE_MACHINE_ARN', 'arn:aws:states:eu-west-1:000000000000:stateMachine:x'],
      ['MEDIACONVERT_ROLE_ARN', 'arn:aws:iam::000000000000:role/x'],
      ['MEDIACONVERT_QUEUE_ARN', 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/x'],
      ['FAILURES_TOPIC_ARN', 'arn:aws:sns:eu-west-1:000000000000:x'],
      ['SIGNING_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:x'],
      ...['MAX_SOURCE_BYTES', 'MAX_DURATION_SECONDS', 'SESSION_SECONDS'].map((name) => [name, '3600']),
    ]),
);

export function benchHandlers() {
  const empty = join(mkdtempSync(join(tmpdir(), 'bench-')), 'index.js');
  writeFileSync(empty, 'exports.handler = async () => {};');
  const files = readdirSync(folder).map((name) => ({ name, file: join(folder, name, 'index.js') }));
  // Interleaved, so that a busy moment of the machine hits all alike.
  const times = new Map([[empty, []], ...files.map(({ file }) => [file, []])]);
  for (let round = 0; round < rounds; round += 1) for (const [file, list] of times) list.push(loadTime(file));
  const reference = median(times.get(empty));
  return files.map(({ name, file }) => ({
    handler: name,
    kilobytes: Math.round(statSync(file).size / 1024),
    initMilliseconds: Math.round(median(times.get(file))),
    initRatio: Number((median(times.get(file)) / reference).toFixed(1)),
  }));
}
