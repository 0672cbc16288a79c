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
import { checkSize, summarize } from './inspect';
import { inspectHandler } from './inspect.env';
import { notesOf } from './left-out';
import { readMarks } from './marks';
import { probe } from './probe.client';
import { rangesOf, removeSource } from './source.client';
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
  const { source } = input;
  const [asset, found, marks] = await Promise.all([
    assets.find(input.assetId),
    probe(mediaConvert, source),
    readMarks(rangesOf(s3, source), source.size),
  ]);
  if (!asset) throw new Superseded();
  const { probe: summary, leftOut } = summarize(found, limits, { marks, declared: asset.language });
  await takeHours({ usage, now: new Date() }, { ...input, ownerId: asset.ownerId }, summary.durationSeconds, limits);
  // Recorded before the encoding, so that the page can show it.
  await assets.noteSource(input, { durationSeconds: summary.durationSeconds, sourceNotes: notesOf(leftOut) });
  log.info('inspected', { assetId: input.assetId, run: input.run, summary, leftOut: leftOut.map(({ why }) => why) });
  const { container, durationSeconds, audio } = summary;
  const { extract } = speechSource({ container, size: source.size, durationSeconds, sound: audio[0] });
  return {
    probe: summary,
    mustExtract: extract,
    language: asset.language ?? null,
    targets: asset.targetLanguages ?? [],
  };
}

export const handler = observed(handle);
