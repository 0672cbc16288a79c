import type { Asset, Source, Speech } from './assets';
import type { Run, SpeechRun } from './run';

/** The input of a run's execution. Step Functions accepts a repeated start only with the same input. */
export function filmRun(
  assetId: string,
  run: string,
  { bucket, key, versionId, size }: Source,
  correlationId: string | undefined,
): Run {
  return { assetId, run, source: { bucket, key, versionId, size }, ...(correlationId && { correlationId }) };
}

type Published = Pick<Asset, 'id' | 'run' | 'durationSeconds'> & { readonly source: Source; readonly speech: Speech };

/** The input of an attempt's execution. Until the attempt has a result, the input is the same for each start. */
export function speechRun({ id, run = '', source, speech, durationSeconds }: Published, attempt: string): SpeechRun {
  const records = speech.languages.filter((record) => record.attempt === attempt);
  const languages = records.map(({ language }) => language);
  const correlationId = records.find((record) => record.correlationId)?.correlationId;
  const heard = speech.languages.find(({ language }) => language === speech.language)?.captions;
  const original = heard && speech.status === 'found' && { language: heard.language, cuesKey: heard.cuesKey };
  return {
    ...filmRun(id, run, source, correlationId),
    speech: { attempt, languages, ...(original && { original }), durationSeconds },
  };
}
