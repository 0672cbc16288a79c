import type { MadeOutput } from '../media-pipeline/jobs/start-once';
import type { Asset, LanguageRecord } from '../shared/assets';
import { isPublished } from '../shared/http-asset';
import { currentSpeech } from '../shared/languages';
import type { SpeechFailureCode } from '../shared/reasons';
import { costOf, type FilmRates, type MicroUsd } from './estimate';
import { pictureTier, recognitionUse, soundUse, type Use } from './film-use';
import type { KeptReservation } from './reservation';

/** A job's record in the table `jobs`. */
export interface PaidJob {
  /**
   * The outputs that MediaConvert charges for; none for a job that ended in an error. Missing if the job was canceled, if
   * the event of its end was lost, and for transcriptions.
   */
  readonly made?: readonly MadeOutput[];
}

/** The jobs of an execution by the part that they make; those that were never started are missing. */
export type PaidJobs = Readonly<Record<string, PaidJob | undefined>>;

/** Failures of a language before anything of the part is paid for. */
const unpaid = {
  translation: ['UnsupportedLanguage', 'UnsupportedLanguagePair'],
  voice: ['NoVoice'],
} as const satisfies Record<string, readonly SpeechFailureCode[]>;

/**
 * What an execution spent, by what its jobs made. A part whose outcome is not known counts as estimated: a job that was
 * canceled, or whose event was lost, may have been charged.
 * @param asset the record, if the execution's run is still the latest
 */
export function spentOf(
  { parts, framesPerSecond }: Pick<KeptReservation, 'parts' | 'framesPerSecond'>,
  jobs: PaidJobs,
  asset: Asset | undefined,
  rates: FilmRates,
): MicroUsd {
  const speech = asset && currentSpeech(asset);
  // Speech that nothing is known about may have been recognized before a later run replaced this one.
  const isHeard = speech ? speech.status === 'found' : asset === undefined && jobs.speech !== undefined;
  const amounts = Object.entries(parts).map(([part, estimated]): MicroUsd => {
    const [kind, language] = part.split(':');
    const record = speech?.languages.find((each) => each.language === language);
    switch (kind) {
      case 'picture':
      case 'sound':
      case 'dub':
        return encoded(jobs[part], framesPerSecond, estimated, rates);
      case 'speech':
        return jobs[part] ? Math.min(estimated, recognized(asset, rates) ?? estimated) : 0;
      case 'translation':
        return translated(record, isHeard, estimated, rates);
      case 'voice':
        return spoken(record, estimated, rates);
      default:
        return asset && isPublished(asset) ? estimated : 0;
    }
  });
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function encoded(job: PaidJob | undefined, framesPerSecond: number, estimated: MicroUsd, rates: FilmRates): MicroUsd {
  if (!job) return 0;
  if (!job.made) return estimated;
  const uses = job.made.flatMap(({ seconds, shortSide }): Use[] => {
    const minutes = seconds / 60;
    if (shortSide === undefined) return soundUse(minutes, 'sound');
    return [{ price: pictureTier(shortSide, framesPerSecond), quantity: minutes, use: 'picture' }];
  });
  return costOf(uses, rates);
}

function recognized(asset: Asset | undefined, rates: FilmRates): MicroUsd | undefined {
  return asset?.durationSeconds === undefined ? undefined : costOf([recognitionUse(asset.durationSeconds / 60)], rates);
}

function translated(
  record: LanguageRecord | undefined,
  isHeard: boolean,
  estimated: MicroUsd,
  rates: FilmRates,
): MicroUsd {
  const characters = record?.captions?.translatedCharacters;
  if (characters !== undefined) return costOf([{ price: 'translate.text', quantity: characters }], rates);
  if (record) return isOneOf(unpaid.translation, record) ? 0 : estimated;
  return isHeard ? estimated : 0;
}

function spoken(record: LanguageRecord | undefined, estimated: MicroUsd, rates: FilmRates): MicroUsd {
  const characters = record?.dub?.report.characters;
  if (characters !== undefined) return costOf([{ price: 'polly.neural', quantity: characters }], rates);
  return !record?.captions || isOneOf(unpaid.voice, record) ? 0 : estimated;
}

const isOneOf = (codes: readonly string[], { missing }: LanguageRecord) =>
  missing !== undefined && codes.includes(missing.code);
