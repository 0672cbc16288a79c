import { Duration, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { encodeList, encodeMapping } from '../../lambda/shared/lists';
import { captionsHandler } from '../../lambda/speech/captions/captions.env';
import { dubHandler } from '../../lambda/speech/dub/dub.env';
import { transcodeDubHandler } from '../../lambda/speech/dub/transcode-dub.env';
import { extractSoundHandler } from '../../lambda/speech/transcribe/extract-sound.env';
import { transcribeHandler } from '../../lambda/speech/transcribe/transcribe.env';
import { translateHandler } from '../../lambda/speech/translate/translate.env';
import type { Stage } from '../config';
import type { ContentBucket } from './content-bucket';
import type { Encoder } from './encoder';
import { Handler } from './handler';
import { callsPerSecondAndDub } from './polly-quota';
import type { RecordTable } from './record-table';
import type { SourceBucket } from './source-bucket';
import { acknowledgeBelow } from './wildcards';

export interface SpeechProps {
  readonly stage: Stage;
  readonly uploads: SourceBucket;
  readonly content: ContentBucket;
  readonly jobs: RecordTable;
  readonly encoder: Encoder;
}

/** The functions that make captions and dubs from a film's speech. */
export class Speech extends Construct {
  readonly tasks: Readonly<
    Record<'ExtractSound' | 'Transcribe' | 'Captions' | 'Translate' | 'Dub' | 'TranscodeDub', IFunction>
  >;
  /** The functions that submit a job. They complete the waiting task themselves if the job has already ended. */
  readonly waiting: readonly Handler[];

  constructor(scope: Construct, id: string, { stage, uploads, content, jobs, encoder }: SpeechProps) {
    super(scope, id);
    const JOBS_TABLE = jobs.tableName;
    const CONTENT_BUCKET = content.bucketName;
    const { languageOptions, vocabularies, terminologies, formality } = stage.speech;

    const encoding = { JOBS_TABLE, CONTENT_BUCKET, ...encoder.variables };

    const extractSound = new Handler(this, 'ExtractSound', {
      stage,
      handler: extractSoundHandler,
      description: 'Submits the MediaConvert job that extracts sound for Transcribe, once',
      environment: encoding,
      timeout: Duration.minutes(1),
    });
    encoder.grantSubmit(extractSound);

    const access = transcriptionRole(this, uploads, content);
    const transcribe = new Handler(this, 'Transcribe', {
      stage,
      handler: transcribeHandler,
      description: 'Starts the transcription of a film, once',
      environment: {
        JOBS_TABLE,
        CONTENT_BUCKET,
        CONTENT_KEY_ARN: content.encryptionKey?.keyArn ?? '',
        TRANSCRIPTION_ROLE_ARN: access.roleArn,
        LANGUAGE_OPTIONS: encodeList(languageOptions),
        VOCABULARIES: encodeMapping(vocabularies),
      },
      timeout: Duration.minutes(1),
    });
    grantTranscribe(transcribe, content);
    grantPass(transcribe, access);
    // A job that is not deferred may be checked with its caller's permissions.
    uploads.grantReadSources(transcribe);
    content.grantTranscribe(transcribe);

    const captions = new Handler(this, 'Captions', {
      stage,
      handler: captionsHandler,
      description: 'Makes captions from a transcript',
      environment: { CONTENT_BUCKET },
      memorySize: 512,
      timeout: Duration.minutes(5),
    });
    grantJobs(captions);
    content.grantCaption(captions, 'speech');

    const translate = new Handler(this, 'Translate', {
      stage,
      handler: translateHandler,
      description: 'Translates captions',
      environment: { CONTENT_BUCKET, TERMINOLOGIES: encodeList(terminologies), FORMALITY: formality ?? '' },
      memorySize: 512,
      timeout: Duration.minutes(15),
    });
    // Translate calls Comprehend, with its caller's permissions, to identify the language of captions without one (`auto`):
    // https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html, SourceLanguageCode.
    grantOnAll(translate, 'translate:TranslateText', 'comprehend:DetectDominantLanguage');
    content.grantCaption(translate, 'captions');

    const dub = new Handler(this, 'Dub', {
      stage,
      handler: dubHandler,
      description: 'Synthesizes a dub in time with the original speech',
      environment: { CONTENT_BUCKET, CALLS_PER_SECOND: String(callsPerSecondAndDub) },
      // Sound becomes garbage as soon as it is written: a small young generation keeps memory constant for long films.
      nodeOptions: '--max-semi-space-size=2',
      memorySize: 512,
      timeout: Duration.minutes(15),
    });
    grantOnAll(dub, 'polly:SynthesizeSpeech');
    content.grantDub(dub);

    const transcodeDub = new Handler(this, 'TranscodeDub', {
      stage,
      handler: transcodeDubHandler,
      description: 'Submits the MediaConvert job of a dub, once',
      environment: { ...encoding, ...encoder.encryption },
      timeout: Duration.minutes(1),
    });
    encoder.grantSubmit(transcodeDub);

    this.waiting = [extractSound, transcribe, transcodeDub];
    for (const handler of this.waiting) jobs.grantItems(handler, 'UpdateItem');
    this.tasks = {
      ExtractSound: extractSound.function,
      Transcribe: transcribe.function,
      Captions: captions.function,
      Translate: translate.function,
      Dub: dub.function,
      TranscodeDub: transcodeDub.function,
    };
  }
}

function grantJobs(handler: Handler): void {
  const job = { service: 'transcribe', resource: 'transcription-job', resourceName: '*' };
  handler.grantPrincipal.addToPolicy(
    new PolicyStatement({
      actions: ['transcribe:GetTranscriptionJob'],
      resources: [Stack.of(handler).formatArn(job)],
    }),
  );
  acknowledgeBelow(
    handler.grantPrincipal,
    ':transcription-job/*',
    'The names of jobs contain the ids of assets, which are not known at deployment.',
  );
}

/**
 * The action supports no resource-level permissions, since a new job has no ARN (Service Authorization Reference, Amazon
 * Transcribe). The condition restricts the bucket of the results instead.
 */
function grantTranscribe({ grantPrincipal }: IGrantable, { bucketName }: ContentBucket): void {
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['transcribe:StartTranscriptionJob'],
      resources: ['*'],
      conditions: { StringEquals: { 'transcribe:OutputBucketName': bucketName } },
    }),
  );
}

/**
 * The role with which Transcribe reads sound and writes transcripts. Jobs above the quota wait in Transcribe's own queue,
 * which needs a role: https://docs.aws.amazon.com/transcribe/latest/dg/job-queueing.html
 */
function transcriptionRole(scope: Construct, uploads: SourceBucket, content: ContentBucket): Role {
  const role = new Role(scope, 'TranscriptionRole', {
    description: 'Transcribe reads the sound of films and writes transcripts with this role',
    assumedBy: new ServicePrincipal('transcribe.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
  uploads.grantReadSources(role);
  content.grantTranscribe(role);
  return role;
}

function grantPass({ grantPrincipal }: IGrantable, role: Role): void {
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [role.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'transcribe.amazonaws.com' } },
    }),
  );
}

/** Grants actions without resource-level permissions: Translate and Polly process texts. */
function grantOnAll({ grantPrincipal }: IGrantable, ...actions: string[]): void {
  grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: ['*'] }));
}
