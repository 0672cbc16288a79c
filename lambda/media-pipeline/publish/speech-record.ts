import type { Asset, LanguageRecord, Reason, Speech } from '../../shared/assets';
import { isSameLanguage, isUnderWay } from '../../shared/languages';
import { reasonOf } from '../../shared/reasons';
import type { SpeechNews } from '../../shared/speech-news';
import { reasonFor } from './reasons';

const speechFailed = reasonOf('SpeechFailed');

function changed(speech: Speech, language: string, change: (before: LanguageRecord) => LanguageRecord): Speech {
  const before = speech.languages.find((record) => record.language === language);
  const after = change(before ?? { language });
  const languages = before
    ? speech.languages.map((record) => (record === before ? after : record))
    : [...speech.languages, after];
  return { ...speech, languages };
}

/** Marks the languages of the attempt that are still in progress as missing. The original language has captions only. */
function markMissing(speech: Speech, reason: Reason, attempt: string): Speech {
  const languages = speech.languages.map((record) => {
    const isOurs = (record.attempt ?? speech.run) === attempt;
    if (record.language === speech.language || !isUnderWay(record) || !isOurs) return record;
    const { attempt: _, correlationId: __, ...rest } = record;
    return { ...rest, missing: reason };
  });
  return { ...speech, languages };
}

/**
 * The record after a piece of news. Repeating the news changes nothing.
 * @param attempt the attempt of an execution for speech only, else the run
 */
export function withNews(before: Speech | undefined, run: string, news: SpeechNews, attempt: string): Speech {
  const speech = before ?? { run, status: 'failed', languages: [] };
  switch (news.kind) {
    case 'heard': {
      if (news.heard.speech === 'none') return { run, status: 'none', languages: [] };
      const { language, confidence, captions } = news.heard;
      // A target language may turn out to be the spoken language.
      const others = speech.languages.filter((record) => !isSameLanguage(record.language, language));
      return { run, status: 'found', language, confidence, languages: [{ language, captions }, ...others] };
    }
    case 'captions':
      return changed(speech, news.captions.language, (record) => ({ ...record, captions: news.captions }));
    case 'dub':
      return changed(speech, news.language, ({ language, captions }) => {
        const { folder, report } = news;
        return { language, captions, dub: { folder, report } };
      });
    case 'missing':
      return changed(speech, news.language, ({ language, captions }) => ({
        language,
        captions,
        missing: reasonFor(news),
      }));
    case 'failed': {
      const reason = reasonFor(news);
      if (speech.status === 'found') return markMissing(speech, reason, attempt);
      return markMissing({ ...speech, status: 'failed', reason }, reason, attempt);
    }
  }
}

/**
 * The record at the end of an execution: languages that it did not complete are marked as missing, so that none stays in
 * progress for ever.
 * @param attempt as in {@link withNews}
 * @param reason why they are missing, if that is known
 */
export function settled(
  { run = '', speech, encoded, targetLanguages = [] }: Pick<Asset, 'run' | 'speech' | 'encoded' | 'targetLanguages'>,
  attempt: string,
  reason: Reason = speechFailed,
): Speech {
  if (speech?.run !== run) {
    return encoded?.sound
      ? { run, status: 'failed', reason: speechFailed, languages: [] }
      : { run, status: 'none', languages: [] };
  }
  if (attempt !== run || speech.status !== 'found') return markMissing(speech, reason, attempt);
  const { language = 'und', languages } = speech;
  const absent = targetLanguages.filter(
    (target) => !isSameLanguage(target, language) && !languages.some((record) => record.language === target),
  );
  const all = [...languages, ...absent.map((target) => ({ language: target }))];
  return markMissing({ ...speech, languages: all }, speechFailed, attempt);
}
