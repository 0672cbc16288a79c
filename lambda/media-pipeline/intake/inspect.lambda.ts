import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../../shared/aws-client';
import { readEnv } from '../../shared/env';
import { Superseded } from '../../shared/errors';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import { UsageTable } from '../../shared/usage.client';
import { AssetTable } from '../assets.client';
import type { InspectInput, Inspection } from '../messages';
import { takeHours } from './hours';
import { checkSize, inDeclaredLanguage, summarize } from './inspect';
import { inspectHandler } from './inspect.env';
import { probe } from './probe.client';
import { removeSource } from './source.client';
import { speechSource } from './speech-source';

const variables = readEnv(inspectHandler);
const limits = {
  maxSourceBytes: variables.MAX_SOURCE_BYTES,
  maxDurationSeconds: variables.MAX_DURATION_SECONDS,
  secondsPerDay: variables.SOURCE_SECONDS_PER_DAY,
};
// A probe reads parts of the source, which may be far apart.
const mediaConvert = awsClient(MediaConvertClient, { responseMs: 20_000, maxAttempts: 2 });
const dynamodb = awsClient(DynamoDBClient);
const s3 = awsClient(S3Client);
const assets = new AssetTable(dynamodb, variables.ASSETS_TABLE);
const usage = new UsageTable(dynamodb, variables.USAGE_TABLE);

async function handle(input: InspectInput): Promise<Inspection> {
  try {
    checkSize(input.source.size, limits);
  } catch (error) {
    // No retry can use it, and it costs as long as it is kept.
    await removeSource(s3, input.source);
    throw error;
  }
  const [asset, found] = await Promise.all([assets.find(input.assetId), probe(mediaConvert, input.source)]);
  if (!asset) throw new Superseded();
  const summary = inDeclaredLanguage(summarize(found, limits), asset.language);
  await takeHours({ usage, now: new Date() }, { ...input, ownerId: asset.ownerId }, summary.durationSeconds, limits);
  // Recorded before the encoding, so that the page can show it.
  if (summary.durationSeconds) await assets.noteDuration(input, summary.durationSeconds);
  log.info('inspected', { assetId: input.assetId, run: input.run, summary });
  const { container, durationSeconds, audio } = summary;
  const { extract } = speechSource({ container, size: input.source.size, durationSeconds, sound: audio[0] });
  return {
    probe: summary,
    mustExtract: extract,
    language: asset.language ?? null,
    targets: asset.targetLanguages ?? [],
  };
}

export const handler = observed(handle);
