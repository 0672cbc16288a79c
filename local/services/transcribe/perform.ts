import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { SubtitleFormat } from '@aws-sdk/client-transcribe';
import type { Utterance } from '../../engines/recognise/messages';
import { sampleRate } from '../../engines/recognise/messages';
import type { Recogniser } from '../../engines/recognise/recogniser';
import { restoreText, type WrittenWord } from '../../engines/recognise/restore-text';
import { soundPlan } from '../../engines/recognise/sound';
import { isMachineAtFault, TranscodeError, type Transcoder } from '../../engines/transcode/transcoder';
import { reasons, TranscriptionFailure } from './failure';
import type { Files } from './files';
import type { JobRecord } from './job';
import { codeOf, languageOf } from './languages';
import { examine, limits } from './media';
import { parseMediaUri } from './request';
import { subtitles } from './subtitles';
import { transcript } from './transcript';

interface Means {
  readonly files: Files;
  readonly transcoder: Transcoder;
  readonly recogniser: Recogniser;
  /** The job's own folder. */
  readonly folder: string;
  readonly accountId: string;
  readonly signal: AbortSignal;
}

type Outcome = Pick<JobRecord, 'languageCode' | 'languageScore' | 'mediaFormat' | 'sampleRate' | 'subtitleKeys'>;

interface Heard {
  readonly language: string;
  readonly languageCode: string;
  readonly languageScore?: number;
  readonly utterances: readonly Utterance[];
}

/**
 * Transcribes a film in S3 and writes the transcript to S3. Throws {@link TranscriptionFailure}; any other error is a
 * fault of this runtime.
 */
export async function transcribe(job: JobRecord, means: Means): Promise<Outcome> {
  const source = join(means.folder, 'source');
  const sound = join(means.folder, 'sound');
  await fetch(job, source, means);
  const info = await means.transcoder.probe(source, means).catch(translate(means.signal));
  const { format, track } = examine(info, job.request);
  await means.transcoder.transcode(soundPlan(source, track.index, sound), means).catch(translate(means.signal));
  if (statSync(sound).size < limits.leastSeconds * sampleRate * 2) throw new TranscriptionFailure(reasons.tooShort);
  const heard = await listen(job, sound, means);
  const written = restoreText(heard.utterances, heard.language);
  const subtitleKeys = await write(job, heard, written, means);
  return {
    languageCode: heard.languageCode,
    ...(heard.languageScore !== undefined && { languageScore: heard.languageScore }),
    mediaFormat: format,
    sampleRate: track.audio?.sampleRate,
    ...(subtitleKeys && { subtitleKeys }),
  };
}

const translate = (signal: AbortSignal) => (error: Error) => {
  signal.throwIfAborted();
  throw error instanceof TranscodeError && !isMachineAtFault(error) ? new TranscriptionFailure(reasons.damaged) : error;
};

async function fetch({ request }: JobRecord, path: string, { files, signal }: Means): Promise<void> {
  const media = parseMediaUri(request.Media?.MediaFileUri);
  try {
    if ((await files.size(media)) > limits.bytes) throw new TranscriptionFailure(reasons.tooLarge);
    await files.download(media, path, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TranscriptionFailure) throw error;
    throw new TranscriptionFailure(reasons.unreadable((error as Error).message), { cause: error });
  }
}

async function listen({ request }: JobRecord, sound: string, { recogniser, signal }: Means): Promise<Heard> {
  const { LanguageCode, LanguageOptions } = request;
  if (LanguageCode) {
    const language = languageOf(LanguageCode);
    const utterances = await recogniser.recognise(language, sound, { signal });
    return { language, languageCode: LanguageCode, utterances };
  }
  const offered = LanguageOptions && new Set(LanguageOptions.map(languageOf));
  const languages = recogniser.languages.filter((language) => offered?.has(language) ?? true);
  const found = languages.length > 0 ? await recogniser.identify(languages, sound, { signal }) : undefined;
  if (found?.kind === 'silence') throw new TranscriptionFailure(reasons.noSpeechToIdentify);
  if (found?.kind !== 'language') {
    const codes = languages.map((language) => codeOf(language, LanguageOptions));
    throw new TranscriptionFailure(reasons.unknownLanguage(codes));
  }
  const { language, score, utterances } = found;
  return { language, languageCode: codeOf(language, LanguageOptions), languageScore: score, utterances };
}

/**
 * Writes the subtitles, and the transcript last, so that the subtitles exist when the transcript does. Returns the
 * subtitles' keys.
 */
async function write(
  job: JobRecord,
  { languageCode, languageScore }: Heard,
  utterances: readonly (readonly WrittenWord[])[],
  { files, accountId, signal }: Means,
): Promise<string[] | undefined> {
  const { bucket, key } = job.output;
  const { Subtitles, OutputEncryptionKMSKeyId: kmsKey } = job.request;
  const formats: readonly SubtitleFormat[] | undefined = Subtitles?.Formats;
  const keys = formats?.map((format) => `${key.replace(/\.json$/, '')}.${format}`);
  const document = transcript({ jobName: job.name, accountId, utterances, languageCode, languageScore });
  signal.throwIfAborted();
  try {
    for (const [index, format] of (formats ?? []).entries()) {
      const text = subtitles(utterances.flat(), format, Subtitles?.OutputStartIndex ?? 0);
      const type = format === 'vtt' ? 'text/vtt' : 'application/x-subrip';
      await files.put({ bucket, key: keys?.[index] as string }, text, type, kmsKey);
    }
    await files.put({ bucket, key }, JSON.stringify(document), 'application/json', kmsKey);
  } catch (error) {
    throw new TranscriptionFailure(reasons.unwritable((error as Error).message), { cause: error });
  }
  return keys;
}
