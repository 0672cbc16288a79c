import { checkSpeechLength, type TranscribeFormat, transcribeFormats } from '../../media-pipeline/intake/speech-source';
import { type JobRecords, startOnce, type Tasks } from '../../media-pipeline/jobs/start-once';
import { soundKey } from '../../shared/content-layout';
import { SpeechFailure } from '../../shared/errors';
import { transcriptionJobName } from '../../shared/jobs';
import type { Run } from '../../shared/run';
import type { TranscribeInput } from '../model';
import { baseOf } from '../text';
import { transcribeCode } from './transcribe-languages';

type RunOf = Pick<Run, 'assetId' | 'run'>;

export interface TranscriptionPlan {
  readonly run: RunOf;
  /** `s3://{bucket}/{key}` */
  readonly mediaUrl: string;
  readonly mediaFormat?: TranscribeFormat;
  /** The spoken language, or the candidates. An empty list means all languages that the service supports. */
  readonly language: { readonly code: string } | { readonly options: readonly string[] };
  /** Custom vocabularies by language code. */
  readonly vocabularies: Readonly<Record<string, string>>;
}

export interface Transcriber {
  /** Starts the run's job, unless it was started before. */
  start(plan: TranscriptionPlan): Promise<void>;
}

export interface TranscribeConfig {
  /** The bucket of extracted sound. */
  readonly contentBucket: string;
  readonly languageOptions?: readonly string[];
  readonly vocabularies?: Readonly<Record<string, string>>;
}

function languageOf({ language, trackLanguage }: TranscribeInput, options: readonly string[]) {
  if (language) {
    const code = transcribeCode(language);
    if (code) return { code };
    throw new SpeechFailure('UnsupportedLanguage', `Speech in the language ${language} cannot be recognized.`);
  }
  const hint = trackLanguage && transcribeCode(trackLanguage);
  if (!hint || options.length === 0) return { options };
  // The service accepts only one country's variety of each language.
  return { options: [hint, ...options.filter((code) => baseOf(code) !== baseOf(hint))] };
}

/** The settings of the run's transcription. Throws {@link SpeechFailure} `UnsupportedLanguage`, `SpeechTooLong`. */
function planTranscription(input: TranscribeInput, config: TranscribeConfig): TranscriptionPlan {
  const { assetId, run, source, isExtracted, container = '', durationSeconds } = input;
  checkSpeechLength(durationSeconds);
  const { bucket, key } = isExtracted ? { bucket: config.contentBucket, key: soundKey(input) } : source;
  return {
    run: { assetId, run },
    mediaUrl: `s3://${bucket}/${key}`,
    mediaFormat: isExtracted ? 'mp4' : transcribeFormats[container],
    language: languageOf(input, config.languageOptions ?? []),
    vocabularies: config.vocabularies ?? {},
  };
}

/**
 * Starts the run's one transcription; repeated calls start no other. If the job has already ended, it completes the
 * waiting task. Throws the errors of {@link planTranscription}, and {@link SpeechFailure} `TranscriptionFailed`.
 */
export async function transcribe(
  input: TranscribeInput,
  config: TranscribeConfig,
  ports: { readonly records: JobRecords; readonly transcriber: Transcriber; readonly tasks: Tasks },
): Promise<{ readonly jobId: string; readonly isNew: boolean }> {
  const plan = planTranscription(input, config);
  return startOnce(input, ports, {
    create: async () => {
      await ports.transcriber.start(plan);
      return transcriptionJobName(input);
    },
    // Another start is harmless: the job's name already exists.
    find: async () => undefined,
  });
}
