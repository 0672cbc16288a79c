import { S3Client } from '@aws-sdk/client-s3';
import { TranscribeClient } from '@aws-sdk/client-transcribe';
import { awsClient } from '../../shared/aws-client';
import { ContentTexts } from '../../shared/content.client';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import type { CaptionsOutput } from '../../shared/speech-news';
import type { CaptionsInput } from '../model';
import { captions } from './captions';
import { captionsHandler } from './captions.env';
import { TranscriptionResults } from './transcription-results.client';

const { CONTENT_BUCKET } = readEnv(captionsHandler);
const ports = {
  transcriptions: new TranscriptionResults(awsClient(TranscribeClient, { maxAttempts: 1 })),
  content: new ContentTexts(awsClient(S3Client, { responseMs: 20_000 }), CONTENT_BUCKET),
};

async function handle(input: CaptionsInput): Promise<CaptionsOutput> {
  const output = await captions(input, ports);
  log.info('captions made', { assetId: input.assetId, run: input.run, ...output });
  return output;
}

export const handler = observed(handle);
