import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { Api } from '../../cli/api';
import { awsClient } from '../shared/aws-client';
import { measure } from '../shared/count';
import { readEnv } from '../shared/env';
import { log } from '../shared/log';
import { observed } from '../shared/observed';
import { SecretsManagerStore } from '../shared/secret-store.client';
import { canaryHandler } from './canary.env';
import { readCredentials } from './credentials';
import { type Journey, journeys, type Report } from './journeys';

const { VIEWER_ORIGIN, USER_SECRET_ARN } = readEnv(canaryHandler);
const secrets = new SecretsManagerStore(awsClient(SecretsManagerClient));

/** The build puts the film beside the bundle. */
const file = join(__dirname, 'film.mp4');

const request = z.object({ journey: z.enum(['play', 'upload'] satisfies Journey[]) });

const metricOf = { play: 'CanaryPlayback', upload: 'CanaryUpload' } as const satisfies Record<Journey, string>;

/** Runs one journey. A journey that fails is a value of the metric, and not an error that Lambda would repeat. */
async function handle(event: unknown): Promise<Report> {
  const { journey } = request.parse(event);
  const report = await run(journey).catch((error: Error): Report => {
    log.error('The journey could not begin', { journey, error });
    return { held: false, steps: [{ step: 'begin', state: 'failed', seconds: 0, detail: error.message }] };
  });
  measure(metricOf[journey], report.held ? 1 : 0);
  log.info(report.held ? 'The journey succeeded' : 'The journey failed', { journey, steps: report.steps });
  return report;
}

async function run(journey: Journey): Promise<Report> {
  const { user, password } = readCredentials(await secrets.read(USER_SECRET_ARN));
  const cache = await mkdtemp(join(tmpdir(), 'canary-'));
  try {
    return await journeys[journey]({
      api: new Api(new URL(VIEWER_ORIGIN), () => ({ user, password })),
      user,
      file,
      cache,
    });
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

export const handler = observed(handle);
