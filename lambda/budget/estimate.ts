import { planLadder } from '../media-pipeline/encode/plan-ladder';
import type { Probe } from '../media-pipeline/messages';
import { dubSound } from '../speech/dub/dub-sound';
import { soundSettings } from '../speech/transcribe/sound-settings';
import {
  encodedBitrate,
  extractionUse,
  type FilmNumbers,
  type FilmOutputs,
  type FilmPrice,
  pictureUse,
  recognitionUse,
  soundUse,
  storageUse,
  translationUse,
  type Use,
  voiceUse,
} from './film-use';

/** The prices and assumptions of a stage, made from cost/ when the stage is synthesized. */
export interface FilmRates {
  /** USD for one single unit. */
  readonly prices: Readonly<Record<FilmPrice, number>>;
  readonly numbers: FilmNumbers;
  /** The number of regions that have a film's files. */
  readonly copies: number;
}

/** Whole millionths of a USD: sums of them are exact, and DynamoDB can add to them. */
export type MicroUsd = number;

const microPerUsd = 1e6;
export const usdOf = (amount: MicroUsd): number => amount / microPerUsd;
/** Rounded up: what is reserved is never less than what was estimated. */
export const microOf = (usd: number): MicroUsd => Math.ceil(Number((usd * microPerUsd).toFixed(3)));

/** The cost of quantities, rounded up to a whole millionth of a USD. */
export function costOf(uses: readonly Use[], { prices }: Pick<FilmRates, 'prices'>): MicroUsd {
  return microOf(uses.reduce((usd, { price, quantity }) => usd + quantity * prices[price], 0));
}

/**
 * The parts that a film is made of, each of which is paid for separately: `picture`, `sound` (its extraction), `speech`
 * (its recognition), `storage`; `translation:es`, `voice:es` and `dub:es` for each language.
 */
export type Parts = Readonly<Record<string, MicroUsd>>;

export const languageParts = ['translation', 'voice', 'dub'] as const;
export type LanguagePart = (typeof languageParts)[number];
export const partOf = (part: LanguagePart, language: string) => `${part}:${language}`;

export const totalOf = (parts: Parts): MicroUsd => Object.values(parts).reduce((sum, amount) => sum + amount, 0);

/** What an execution makes. */
export interface Work {
  /** The tracks of the source. Missing if only languages are added to a film whose speech is known. */
  readonly probe?: Probe;
  /** Whether the picture and the original sound are encoded. */
  readonly encodes: boolean;
  /** Whether the sound is extracted before it is recognized. */
  readonly extracts: boolean;
  /** BCP 47: the languages to translate and dub into. */
  readonly languages: readonly string[];
  /** Missing if the film does not declare it; it is then estimated as the longest film. */
  readonly durationSeconds?: number;
}

/** Transcribe accepts no longer films: lambda/media-pipeline/intake/speech-source.ts. Seconds. */
const maxSpeechSeconds = 4 * 3600;

/** The outputs of the pipeline for a source. */
export function outputsOf(probe: Probe): FilmOutputs {
  const { picture, sound } = planLadder(probe);
  const { numerator, denominator } = picture?.frameRate ?? { numerator: 30, denominator: 1 };
  return { rungs: picture?.rungs ?? [], framesPerSecond: numerator / denominator, soundBitrate: sound?.bitrate ?? 0 };
}

/** Short sides of the pictures in the job that extracts the sound. */
export function extractedSides(withBed: boolean): number[] {
  const { OutputGroups = [] } = soundSettings('s3://source/film', { track: 1, withBed }, 's3://content/sound');
  return OutputGroups.flatMap(({ Outputs = [] }) =>
    Outputs.map(({ VideoDescription }) => Math.min(VideoDescription?.Width ?? 0, VideoDescription?.Height ?? 0)),
  );
}

/**
 * Estimates the cost of an execution before anything of it is paid for. It covers MediaConvert, Transcribe, Translate,
 * Polly and a month of storage, and leaves out requests, functions, transitions and the transfer to the replica: about
 * 2 % of a film (docs/adr/0046).
 */
export function estimateOf(work: Work, rates: FilmRates, maxDurationSeconds: number): Parts {
  const { probe, encodes, extracts, languages, durationSeconds } = work;
  const minutes = (durationSeconds ?? maxDurationSeconds) / 60;
  const parts: Record<string, MicroUsd> = {};
  const add = (name: string, ...uses: Use[]) => {
    parts[name] = costOf(uses, rates);
  };
  const outputs = probe && outputsOf(probe);
  const isSilent = probe !== undefined && probe.audio.length === 0;
  const spokenMinutes = Math.min(minutes, maxSpeechSeconds / 60);
  const hasSpeech = !isSilent && (durationSeconds ?? 0) <= maxSpeechSeconds;
  if (outputs && encodes) add('picture', ...pictureUse(outputs, minutes));
  if (probe && hasSpeech) {
    if (extracts) add('sound', ...extractionUse(extractedSides(languages.length > 0), spokenMinutes));
    add('speech', recognitionUse(spokenMinutes));
  }
  const dubbed = hasSpeech ? languages : [];
  for (const language of dubbed) {
    add(partOf('translation', language), translationUse(rates.numbers, spokenMinutes));
    add(partOf('voice', language), voiceUse(rates.numbers, spokenMinutes));
    add(partOf('dub', language), ...soundUse(spokenMinutes, 'a dub'));
  }
  const encoded = outputs && encodes ? encodedBitrate(outputs, rates.numbers) : 0;
  const stored = [
    storageUse(encoded, minutes, rates.copies),
    storageUse(dubbed.length * dubSound.bitrate, spokenMinutes, rates.copies),
  ];
  add('storage', ...stored);
  return parts;
}
