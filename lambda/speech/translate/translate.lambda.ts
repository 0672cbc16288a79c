import { S3Client } from '@aws-sdk/client-s3';
import { TranslateClient } from '@aws-sdk/client-translate';
import { awsClient } from '../../shared/aws-client';
import { ContentTexts } from '../../shared/content.client';
import { readEnv } from '../../shared/env';
import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import type { TranslateInput, TranslateOutput } from '../model';
import { translate } from './translate';
import { translateHandler } from './translate.env';
import { TextTranslator } from './translator.client';

const { CONTENT_BUCKET, TERMINOLOGIES, FORMALITY } = readEnv(translateHandler);
const ports = {
  // The adapter retries by itself, with longer waits than the SDK's.
  translator: new TextTranslator(awsClient(TranslateClient, { responseMs: 15_000, maxAttempts: 1 }), {
    terminologies: TERMINOLOGIES,
    formality: FORMALITY,
  }),
  content: new ContentTexts(awsClient(S3Client, { responseMs: 20_000 }), CONTENT_BUCKET),
};

async function handle(input: TranslateInput): Promise<TranslateOutput> {
  const output = await translate(input, ports);
  log.info('translated', { assetId: input.assetId, run: input.run, ...output });
  return output;
}

export const handler = observed(handle);
