import type { Asset, LanguageRecord, Speech } from './assets';

/** Whether two BCP 47 tags mean one language in one script: `pt-BR` and `pt`, but not `zh` and `zh-TW`. */
export function isSameLanguage(one: string, other: string): boolean {
  const [a, b] = [one, other].map((tag) => new Intl.Locale(tag).maximize());
  return a?.language === b?.language && a?.script === b?.script;
}

/** The result of the speech in the asset's current run. */
export function currentSpeech({ run, speech }: Pick<Asset, 'run' | 'speech'>): Speech | undefined {
  return run !== undefined && speech?.run === run ? speech : undefined;
}

/** Whether a language is still in progress. */
export function isUnderWay({ dub, missing }: LanguageRecord): boolean {
  return !dub && !missing;
}
