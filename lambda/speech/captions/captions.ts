import { SpeechFailure } from '../../shared/errors';
import { isSameLanguage } from '../../shared/languages';
import { withServiceMessage } from '../../shared/reasons';
import type { CaptionsOutput } from '../../shared/speech-news';
import type { CaptionsInput } from '../model';
import { baseOf } from '../text';
import { tagOfCode } from '../transcribe/transcribe-languages';
import { type Content, writeCaptions } from './caption-track';
import { makeCues } from './cues';
import { readTranscript } from './transcript';

/** The result of a transcription job. */
export type TranscriptionResult =
  | { readonly status: 'completed'; readonly transcriptKey: string; readonly language?: string }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'pending' };

export interface Transcriptions {
  result(jobId: string): Promise<TranscriptionResult>;
}

/**
 * Transcribe's reason if the speech is too short to identify its language:
 * "Your audio file must have a speech segment long enough in duration to perform automatic language identification."
 */
const tooLittleSpeech = /speech segment long enough|no speech|does not contain (any )?speech/i;

function languageOf(heard: string | undefined, declared: string | undefined): string {
  if (!heard) return declared ?? 'und';
  return declared && baseOf(declared) === baseOf(heard) ? declared : tagOfCode(heard);
}

/**
 * Makes captions from Transcribe's transcript. The result of a film without speech is `speech: 'none'`.
 * Throws {@link SpeechFailure} `TranscriptionFailed`, `TranscriptionPending`, `BadTranscript`.
 */
export async function captions(
  input: CaptionsInput,
  { transcriptions, content }: { readonly transcriptions: Transcriptions; readonly content: Content },
): Promise<CaptionsOutput> {
  const result = await transcriptions.result(input.jobId);
  if (result.status === 'pending') {
    throw new SpeechFailure('TranscriptionPending');
  }
  if (result.status === 'failed') {
    if (tooLittleSpeech.test(result.reason)) return { speech: 'none' };
    throw new SpeechFailure(
      'TranscriptionFailed',
      withServiceMessage('The speech could not be recognized.', result.reason),
    );
  }
  const { transcriptKey } = result;
  const transcript = readTranscript(await content.read(transcriptKey));
  const language = languageOf(transcript.language ?? result.language, input.language);
  const cues = makeCues(transcript.words, language, input.durationSeconds);
  if (cues.length === 0) return { speech: 'none', transcriptKey };
  const last = Math.ceil(cues.at(-1)?.end ?? 0);
  return {
    speech: 'found',
    targets: [...new Set(input.targets)].filter((target) => !isSameLanguage(target, language)),
    durationSeconds: input.durationSeconds ?? last,
    language,
    confidence: Math.round(transcript.confidence * 1000) / 1000,
    transcriptKey,
    captions: await writeCaptions(input, { language, cues }, content),
  };
}
