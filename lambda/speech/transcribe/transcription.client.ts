import {
  StartTranscriptionJobCommand,
  type StartTranscriptionJobRequest,
  type TranscribeClient,
} from '@aws-sdk/client-transcribe';
import { transcriptKey } from '../../shared/content-layout';
import { countDenial, speaksOfDenial } from '../../shared/denials';
import { isNamed, SpeechFailure } from '../../shared/errors';
import { transcriptionJobName } from '../../shared/jobs';
import { withServiceMessage } from '../../shared/reasons';
import { retrying } from '../../shared/retry';
import type { Transcriber, TranscriptionPlan } from './transcribe';

export interface TranscriptionOptions {
  readonly contentBucket: string;
  readonly keyArn: string;
  /** The role with which the job reads and writes. */
  readonly roleArn: string;
}

/** The whole request, so that tests can check it against the service's model. */
function transcriptionRequest(
  { run, mediaUrl, mediaFormat, language, vocabularies }: TranscriptionPlan,
  { contentBucket, keyArn, roleArn }: TranscriptionOptions,
): StartTranscriptionJobRequest {
  // The SDK's types are enums; tests compare the tables of languages with them.
  type Code = StartTranscriptionJobRequest['LanguageCode'];
  const vocabulary = 'code' in language ? vocabularies[language.code] : undefined;
  const ids =
    'options' in language
      ? language.options.flatMap((code) => {
          const name = vocabularies[code];
          return name ? [[code, { VocabularyName: name }] as const] : [];
        })
      : [];
  return {
    TranscriptionJobName: transcriptionJobName(run),
    Media: { MediaFileUri: mediaUrl },
    MediaFormat: mediaFormat,
    ...('code' in language
      ? { LanguageCode: language.code as Code }
      : {
          IdentifyLanguage: true,
          ...(language.options.length > 1 && { LanguageOptions: language.options as Code[] as NonNullable<Code>[] }),
          ...(ids.length > 0 && { LanguageIdSettings: Object.fromEntries(ids) }),
        }),
    OutputBucketName: contentBucket,
    OutputKey: transcriptKey(run),
    OutputEncryptionKMSKeyId: keyArn,
    // Above the quota of jobs in progress, the job waits in the service's queue instead of being refused.
    JobExecutionSettings: { AllowDeferredExecution: true, DataAccessRoleArn: roleArn },
    // The service distinguishes more than ten speakers less reliably.
    Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: 10, ...(vocabulary && { VocabularyName: vocabulary }) },
  };
}

/** Recognizes speech with Amazon Transcribe. */
export class Transcription implements Transcriber {
  constructor(
    private readonly client: TranscribeClient,
    private readonly options: TranscriptionOptions,
  ) {}

  /** Throws {@link SpeechFailure} `TranscriptionFailed` if the service does not accept the request. */
  async start(plan: TranscriptionPlan): Promise<void> {
    try {
      const request = transcriptionRequest(plan, this.options);
      await retrying(() => this.client.send(new StartTranscriptionJobCommand(request)));
    } catch (error) {
      // An earlier attempt has started the run's job.
      if (isNamed(error, 'ConflictException')) return;
      if (!(error instanceof Error && isNamed(error, 'BadRequestException'))) throw error;
      // The service reports denials of S3 and KMS as bad requests.
      if (speaksOfDenial(error.message)) countDenial('Transcribe', 'StartTranscriptionJob', error);
      throw new SpeechFailure(
        'TranscriptionFailed',
        withServiceMessage('The film was not accepted for recognition.', error.message),
      );
    }
  }
}
