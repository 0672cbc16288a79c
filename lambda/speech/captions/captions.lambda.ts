import { S3Client } from '@aws-sdk/client-s3';
import { TranscribeClient } from '@aws-sdk/client-transcribe';
import { ContentTexts } from '../../shared/content.client';
import { watched } from '../../shared/denials';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import type { CaptionsOutput } from '../../shared/speech-news';
import type { CaptionsInput } from '../model';
import { captions } from './captions';
import { captionsHandler } from './captions.env';
import { TranscriptionResults } from './transcription-results.client';

const { CONTENT_BUCKET } = readEnv(captionsHandler);
const ports = {
  transcriptions: new TranscriptionResults(watched(new TranscribeClient({ maxAttempts: 1 }))),
  content: new ContentTexts(watched(new S3Client()), CONTENT_BUCKET),
};

export async function handler(input: CaptionsInput): Promise<CaptionsOutput> {
  const output = await captions(input, ports);
  log.info('captions made', { assetId: input.assetId, run: input.run, ...output });
  return output;
}
