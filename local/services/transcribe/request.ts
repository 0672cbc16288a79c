import type { StartTranscriptionJobRequest } from '@aws-sdk/client-transcribe';
import { ServiceError } from '../../kernel/service';

type Request = StartTranscriptionJobRequest;

export function badRequest(message: string): ServiceError {
  return new ServiceError('BadRequestException', message);
}

/** Members that AWS supports and this stand-in does not. */
const refusedMembers = [
  'IdentifyMultipleLanguages',
  'ModelSettings',
  'ContentRedaction',
  'ToxicityDetection',
  'KMSEncryptionContext',
] as const;
const refusedSettings = ['ChannelIdentification', 'ShowAlternatives', 'MaxAlternatives'] as const;

/**
 * Throws `BadRequestException` for requests that AWS refuses although they match its published model
 * (local/wire/constraints.ts), and for members that this stand-in does not support.
 */
export function checkRequest(input: Request): void {
  checkLanguage(input);
  checkSettings(input);
  const { JobExecutionSettings: execution, Media } = input;
  if (execution?.AllowDeferredExecution && !execution.DataAccessRoleArn) {
    throw badRequest('You must include the DataAccessRoleArn parameter when you set AllowDeferredExecution to true.');
  }
  for (const name of refusedMembers) if (input[name]) throw refused(name);
  if (Media?.RedactedMediaFileUri) throw refused('Media.RedactedMediaFileUri');
  if (!input.OutputBucketName) throw refused('A job without OutputBucketName');
}

/** Throws unless the request determines the language in exactly one way. */
function checkLanguage({ LanguageCode, IdentifyLanguage, IdentifyMultipleLanguages, LanguageOptions }: Request): void {
  const ways = [LanguageCode, IdentifyLanguage, IdentifyMultipleLanguages].filter(Boolean);
  if (ways.length !== 1) {
    throw badRequest(
      'You must include one of LanguageCode, IdentifyLanguage, or IdentifyMultipleLanguages in your request.',
    );
  }
  if (LanguageOptions && !IdentifyLanguage) {
    throw badRequest('If you include LanguageOptions in your request, you must also include IdentifyLanguage.');
  }
  if (LanguageOptions && LanguageOptions.length < 2) {
    throw badRequest('LanguageOptions must include at least two language codes.');
  }
}

function checkSettings({ Settings = {}, LanguageIdSettings = {} }: Request): void {
  const { ShowSpeakerLabels, MaxSpeakerLabels, VocabularyName, VocabularyFilterName } = Settings;
  if (Boolean(ShowSpeakerLabels) !== (MaxSpeakerLabels !== undefined)) {
    throw badRequest('If you specify either ShowSpeakerLabels or MaxSpeakerLabels, you must specify both.');
  }
  for (const name of refusedSettings) if (Settings[name]) throw refused(`Settings.${name}`);
  const ids = Object.values(LanguageIdSettings);
  // Vocabularies cannot be created here, so none exists.
  if (VocabularyName || ids.some((one) => one?.VocabularyName)) {
    throw badRequest(
      "The requested vocabulary couldn't be found. Check the vocabulary name and try your request again.",
    );
  }
  if (VocabularyFilterName || ids.some((one) => one?.VocabularyFilterName)) {
    throw badRequest(
      "The requested vocabulary filter couldn't be found. Check the vocabulary filter name and try your request again.",
    );
  }
  if (ids.some((one) => one?.LanguageModelName)) throw refused('LanguageIdSettings.LanguageModelName');
}

function refused(what: string): ServiceError {
  return badRequest(`${what} is not supported by this stand-in for Transcribe.`);
}

/** Returns the key of the transcript: a key that ends in `.json` as it is; any other key is a folder. */
export function outputKey({ OutputKey, TranscriptionJobName }: Request): string {
  if (!OutputKey) return `${TranscriptionJobName}.json`;
  return OutputKey.endsWith('.json') ? OutputKey : `${OutputKey.replace(/\/$/, '')}/${TranscriptionJobName}.json`;
}

/** Returns bucket and key of `s3://…` or of one of S3's own addresses. Throws `BadRequestException`. */
export function parseMediaUri(uri: string | undefined): { readonly bucket: string; readonly key: string } {
  const patterns = [
    /^s3:\/\/([^/]+)\/(.+)$/i,
    /^https:\/\/s3[.-][a-z0-9-]+\.amazonaws\.com\/([^/]+)\/(.+)$/,
    /^https:\/\/([^/]+)\.s3[.-][a-z0-9-]+\.amazonaws\.com\/(.+)$/,
  ];
  for (const pattern of patterns) {
    const [, bucket, key] = pattern.exec(uri ?? '') ?? [];
    if (bucket && key) return { bucket, key };
  }
  throw badRequest("The S3 URI that you provided isn't valid. Check the URI and try your request again.");
}
