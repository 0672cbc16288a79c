import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { watched } from '../../shared/denials';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { AssetTable } from '../assets.client';
import type { InspectInput, Inspection } from '../messages';
import { checkSize, inDeclaredLanguage, summarize } from './inspect';
import { inspectHandler } from './inspect.env';
import { probe } from './probe.client';
import { speechSource } from './speech-source';

const { ASSETS_TABLE, MAX_SOURCE_BYTES, MAX_DURATION_SECONDS } = readEnv(inspectHandler);
const limits = { maxSourceBytes: MAX_SOURCE_BYTES, maxDurationSeconds: MAX_DURATION_SECONDS };
const mediaConvert = watched(new MediaConvertClient());
const assets = new AssetTable(watched(new DynamoDBClient()), ASSETS_TABLE);

export async function handler(input: InspectInput): Promise<Inspection> {
  checkSize(input.source.size, limits);
  const [asset, found] = await Promise.all([assets.find(input.assetId), probe(mediaConvert, input.source)]);
  const summary = inDeclaredLanguage(summarize(found, limits), asset?.language);
  // Recorded before the encoding, so that the page can show it.
  if (summary.durationSeconds) await assets.noteDuration(input, summary.durationSeconds);
  log.info('inspected', { assetId: input.assetId, run: input.run, summary });
  const { container, durationSeconds, audio } = summary;
  const { extract } = speechSource({ container, size: input.source.size, durationSeconds, sound: audio[0] });
  return {
    probe: summary,
    mustExtract: extract,
    language: asset?.language ?? null,
    targets: asset?.targetLanguages ?? [],
  };
}
