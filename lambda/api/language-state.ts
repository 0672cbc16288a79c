import type { Asset, DubReport, LanguageRecord, Reason, Speech } from '../shared/assets';
import { isSameLanguage } from '../shared/languages';

/** What a language lacks, and why. */
export interface MissingLanguage extends Reason {
  /** BCP 47. */
  readonly language: string;
  readonly media: readonly ('captions' | 'audio')[];
}

/** Where the languages stand that an asset is to be brought into; its own is not among them. BCP 47 tags. */
export interface LanguageState {
  /** Has its dub. */
  readonly there: readonly string[];
  /** Under way, or wanted and not begun. */
  readonly pending: readonly string[];
  readonly missing: readonly MissingLanguage[];
}

export type LanguagesOf = Pick<Asset, 'status' | 'run' | 'language' | 'targetLanguages' | 'speech'>;

const nothing: LanguageState = { there: [], pending: [], missing: [] };

/** What came of the speech in the asset's current run. */
export function currentSpeech({ run, speech }: Pick<Asset, 'run' | 'speech'>): Speech | undefined {
  return run !== undefined && speech?.run === run ? speech : undefined;
}

/** What is spoken in it: what was heard, else what its creator declared. */
export function originalLanguage(asset: Pick<Asset, 'run' | 'language' | 'speech'>): string | undefined {
  return currentSpeech(asset)?.language ?? asset.language;
}

export function isUnderWay({ dub, missing }: LanguageRecord): boolean {
  return !dub && !missing;
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
  // Nothing comes of those that no attempt was made for after the recognition had failed.
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

/** How well each dub keeps to its cues' times. */
export function dubReports(asset: Pick<Asset, 'run' | 'speech'>): { language: string; report: DubReport }[] {
  const languages = currentSpeech(asset)?.languages ?? [];
  return languages.flatMap(({ language, dub }) => (dub ? [{ language, report: dub.report }] : []));
}

const both = ['captions', 'audio'] as const;

const unexplained: Reason = { code: 'SpeechFailed', message: 'The speech could not be recognized. Please try again.' };

function missingIn({ language, captions, missing }: LanguageRecord): MissingLanguage[] {
  return missing ? [{ language, media: captions ? ['audio'] : both, ...missing }] : [];
}
