import type { Asset, Source, Speech } from './assets';
import type { SpeechRun } from './run';

type Published = Pick<Asset, 'id' | 'run' | 'durationSeconds'> & { readonly source: Source; readonly speech: Speech };

/** The input of an attempt's execution. Until the attempt has a result, the input is the same for each start. */
export function speechRun({ id, run = '', source, speech, durationSeconds }: Published, attempt: string): SpeechRun {
  const { bucket, key, versionId, size } = source;
  const languages = speech.languages.filter((record) => record.attempt === attempt).map(({ language }) => language);
  const heard = speech.languages.find(({ language }) => language === speech.language)?.captions;
  const original = heard && speech.status === 'found' && { language: heard.language, cuesKey: heard.cuesKey };
  return {
    assetId: id,
    run,
    source: { bucket, key, versionId, size },
    speech: { attempt, languages, ...(original && { original }), durationSeconds },
  };
}
