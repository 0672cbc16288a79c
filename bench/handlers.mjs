// Measures the size of each handler's bundle, and its init time in a new process over that of an empty handler.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.mjs';

const rounds = 5;

/**
 * Repeats the steps of AWS's runtime interface client for Node.js before the first event: it has loaded `http` for the
 * Runtime API, and loads the function by `require`
 * (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client, RAPIDClient.js and UserFunction.js).
 * The clock starts when Node itself is up, which is the same for all functions.
 */
const runtime = `
const { performance } = require('node:perf_hooks');
require('node:http');
const { handler } = require(process.argv[2]);
if (typeof handler !== 'function') throw new Error('the bundle exports no handler');
console.log(performance.now() - performance.nodeTiming.bootstrapComplete);
`;

/** Every handler reads its variables when it is loaded. Any values are sufficient. @public, for a test */
export const variables = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  JWKS_URI: 'https://example.com/jwks.json',
  ORIGIN_KEYS: 'first,second',
  VIEWER_ORIGIN: 'https://example.com',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:x',
  INGEST_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:ingest',
  FAIL_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:fail',
  ERASE_ASSET_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:y',
  ERASE_VIEWER_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:z',
  LISTS_ROLE_ARN: 'arn:aws:iam::000000000000:role/y',
  TRANSCRIPTION_ROLE_ARN: 'arn:aws:iam::000000000000:role/x',
  MEDIACONVERT_ROLE_ARN: 'arn:aws:iam::000000000000:role/x',
  MEDIACONVERT_QUEUE_ARN: 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/x',
  FAILURES_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:x',
  SIGNING_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:x',
  USER_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:x',
  CONTENT_KEY_ARN: 'arn:aws:kms:eu-west-1:000000000000:key/x',
  STAGE: 'bench',
  DATASETS: '[]',
  GENERATIONS: '[]',
  FILM_RATES: filmRates(),
  SPEND_LIMITS: '{"perFilm":1,"perCreatorPerMonth":1,"perMonth":1}',
  REVOCATIONS_ARN: 'arn:aws:cloudfront::000000000000:key-value-store/x',
  REPLICA_REGION: 'eu-central-1',
  BIND_COUNTRY: 'false',
  MASTER_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:y',
  LICENSE_URLS: '{}',
  CALLS_PER_SECOND: '4',
  ...each(['LANGUAGE_OPTIONS', 'VOCABULARIES', 'TERMINOLOGIES', 'FORMALITY', 'DEFAULT_LANGUAGES'], ''),
  ...each(['KEY_PROVIDER_URL', 'DRM_SYSTEMS', 'TRACKING_IDS', 'USE_CASES', 'DATASET_GROUPS'], ''),
  ...each(
    [
      ...['MAX_SOURCE_BYTES', 'MAX_DURATION_SECONDS', 'SESSION_SECONDS', 'LONGEST_SESSION_SECONDS'],
      ...['CONCURRENT_SESSIONS', 'SESSIONS_PER_HOUR', 'TIME_LIMIT_MS', 'OPEN_UPLOADS', 'SOURCE_SECONDS_PER_DAY'],
      ...['UPLOADS_PER_DAY', 'LANGUAGES_PER_DAY', 'RETRIES_PER_DAY'],
    ],
    '3600',
  ),
  ...each(
    [
      ...['ASSETS_TABLE', 'JOBS_TABLE', 'SESSIONS_TABLE', 'VIEWERS_TABLE', 'ACTIVITY_TABLE', 'RANKINGS_TABLE'],
      ...['ERASURES_TABLE', 'UPLOADS_COPY_BUCKET', 'DISTRIBUTION_ID'],
      ...['USAGE_TABLE'],
      ...[
        'CONTENT_BUCKET',
        'REPLICA_BUCKET',
        'UPLOADS_BUCKET',
        'LAKE_BUCKET',
        'LISTS_BUCKET',
        'STREAM_NAME',
        'DATABASE',
        'WORKGROUP',
      ],
    ],
    'name',
  ),
  ...each(['KEY_PAIR_ID', 'USER_POOL_ID', 'CLIENT_ID'], 'eu-west-1_x'),
};

/** Prices that are all 1. */
function filmRates() {
  const pictures = ['sd', 'hd', 'uhd'].flatMap((size) => [`basic.${size}`, `basic.${size}.60`]);
  const encoding = [...pictures, 'audio', 'loudness'].map((name) => `mediaconvert.${name}`);
  const prices = each([...encoding, 'transcribe.batch', 'translate.text', 'polly.neural', 's3.standard'], 1);
  const names = ['charactersPerMinute', 'speechShare', 'briefShare', 'respokenShare', 'qvbrFill'];
  return JSON.stringify({ prices, numbers: each(names, 1), copies: 2 });
}

function each(names, value) {
  return Object.fromEntries(names.map((name) => [name, value]));
}

/** For each handler `{ handler, kilobytes (1000 bytes), init (milliseconds, median), empty (that of the empty one) }`. */
export function benchHandlers(folder) {
  const bundles = join(folder, 'dist/lambda');
  const scratch = mkdtempSync(join(tmpdir(), 'omnistream-bench-init-'));
  const entry = join(scratch, 'runtime.cjs');
  const empty = join(scratch, 'index.js');
  writeFileSync(entry, runtime);
  writeFileSync(empty, 'exports.handler = async () => {};');
  const files = readdirSync(bundles)
    .map((name) => ({ name, file: join(bundles, name, 'index.js') }))
    .filter(({ file }) => existsSync(file));
  // The handlers take turns, so that load of the machine affects all of them.
  const times = new Map([[empty, []], ...files.map(({ file }) => [file, []])]);
  for (let round = 0; round < rounds; round += 1) for (const [file, list] of times) list.push(init(entry, file));
  return files.map(({ name, file }) => ({
    handler: name,
    kilobytes: statSync(file).size / 1000,
    init: median(times.get(file)),
    empty: median(times.get(empty)),
  }));
}

function init(entry, file) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [entry, file], {
    env: { PATH: process.env.PATH, ...variables },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} cannot be loaded:\n${stderr.slice(-1000)}`);
  return Number(stdout.trim().split('\n').at(-1));
}
