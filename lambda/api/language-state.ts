import type { Asset, DubReport, LanguageRecord, Reason } from '../shared/assets';
import { currentSpeech, isSameLanguage, isUnderWay } from '../shared/languages';

/** The media that a language lacks, and why. */
export interface MissingLanguage extends Reason {
  /** BCP 47. */
  readonly language: string;
  readonly media: readonly ('captions' | 'audio')[];
}

/** The state of an asset's target languages, as BCP 47 tags. The original language is not among them. */
export interface LanguageState {
  /** Languages with a dub. */
  readonly there: readonly string[];
  /** Languages in progress, and wanted languages that were not started. */
  readonly pending: readonly string[];
  readonly missing: readonly MissingLanguage[];
}

export type LanguagesOf = Pick<Asset, 'status' | 'run' | 'language' | 'targetLanguages' | 'speech'>;

const nothing: LanguageState = { there: [], pending: [], missing: [] };

/** The spoken language that was recognized, or the one that the creator declared. */
export function originalLanguage(asset: Pick<Asset, 'run' | 'language' | 'speech'>): string | undefined {
  return currentSpeech(asset)?.language ?? asset.language;
}

export function languageState(asset: LanguagesOf): LanguageState {
  const { status, targetLanguages = [] } = asset;
  if (status === 'FAILED' || status === 'DELETED') return nothing;
  const original = originalLanguage(asset);
  const isOther = (language: string) => original === undefined || !isSameLanguage(language, original);
  const speech = currentSpeech(asset);
  if (!speech) return status === 'READY' ? nothing : { ...nothing, pending: targetLanguages.filter(isOther) };
  if (speech.status === 'none') return nothing;

  const records = speech.languages.filter(({ language }) => isOther(language));
  const absent = targetLanguages.filter(
    (target) => isOther(target) && !records.some(({ language }) => language === target),
  );
  // After a failed recognition, languages without an attempt are missing: no execution works on them.
  const given = speech.status === 'failed' ? absent : [];
  return {
    there: records.filter(({ dub }) => dub).map(({ language }) => language),
    pending: [
      ...records.filter(isUnderWay).map(({ language }) => language),
      ...absent.filter((language) => !given.includes(language)),
    ],
    missing: [
      ...records.flatMap(missingIn),
      ...given.map((language) => ({ language, media: both, ...(speech.reason ?? unexplained) })),
    ],
  };
}

/** How well each dub matches its cues' times. */
export function dubReports(asset: Pick<Asset, 'run' | 'speech'>): { language: string; report: DubReport }[] {
  const languages = currentSpeech(asset)?.languages ?? [];
  return languages.flatMap(({ language, dub }) => (dub ? [{ language, report: dub.report }] : []));
}

const both = ['captions', 'audio'] as const;

const unexplained: Reason = { code: 'SpeechFailed', message: 'The speech could not be recognized. Please try again.' };

function missingIn({ language, captions, missing }: LanguageRecord): MissingLanguage[] {
  return missing ? [{ language, media: captions ? ['audio'] : both, ...missing }] : [];
}
