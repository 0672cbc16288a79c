import type { Asset, LanguageRecord, Reason, Speech } from '../../shared/assets';
import { isSameLanguage, isUnderWay } from '../../shared/languages';
import { reasonOf } from '../../shared/reasons';
import type { SpeechNews } from '../../shared/speech-news';
import { reasonFor } from './reasons';

const lost = reasonOf('SpeechFailed');

function changed(speech: Speech, language: string, change: (before: LanguageRecord) => LanguageRecord): Speech {
  const before = speech.languages.find((record) => record.language === language);
  const after = change(before ?? { language });
  const languages = before
    ? speech.languages.map((record) => (record === before ? after : record))
    : [...speech.languages, after];
  return { ...speech, languages };
}

/** What the execution was to bring and has not. The original has captions alone; other attempts go on. */
function withoutRest(speech: Speech, reason: Reason, attempt: string): Speech {
  const languages = speech.languages.map((record) => {
    const isOurs = (record.attempt ?? speech.run) === attempt;
    if (record.language === speech.language || !isUnderWay(record) || !isOurs) return record;
    const { attempt: _, ...rest } = record;
    return { ...rest, missing: reason };
  });
  return { ...speech, languages };
}

/**
 * The record after a piece of news. Repeating it changes nothing.
 * @param attempt the execution's, when it is for some languages alone; else the run
 */
export function withNews(before: Speech | undefined, run: string, news: SpeechNews, attempt: string): Speech {
  const speech = before ?? { run, status: 'failed', languages: [] };
  switch (news.kind) {
    case 'heard': {
      if (news.heard.speech === 'none') return { run, status: 'none', languages: [] };
      const { language, confidence, captions } = news.heard;
      // A wanted language may turn out to be the one that is spoken.
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
      if (speech.status === 'found') return withoutRest(speech, reason, attempt);
      return withoutRest({ ...speech, status: 'failed', reason }, reason, attempt);
    }
  }
}

/**
 * The record when an execution is over: what it should have brought and did not is missing, and not under way for ever.
 * @param attempt as above
 */
export function settled(
  { run = '', speech, encoded, targetLanguages = [] }: Pick<Asset, 'run' | 'speech' | 'encoded' | 'targetLanguages'>,
  attempt: string,
): Speech {
  if (speech?.run !== run) {
    return encoded?.sound
      ? { run, status: 'failed', reason: lost, languages: [] }
      : { run, status: 'none', languages: [] };
  }
  if (attempt !== run || speech.status !== 'found') return withoutRest(speech, lost, attempt);
  const { language = 'und', languages } = speech;
  const absent = targetLanguages.filter(
    (target) => !isSameLanguage(target, language) && !languages.some((record) => record.language === target),
  );
  const all = [...languages, ...absent.map((target) => ({ language: target }))];
  return withoutRest({ ...speech, languages: all }, lost, attempt);
}
