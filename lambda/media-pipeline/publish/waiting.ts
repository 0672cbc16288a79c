import type { Asset } from '../../shared/assets';
import { currentSpeech, isUnderWay } from '../../shared/languages';
import { reasonOf } from '../../shared/reasons';
import type { SpeechNews, WaitingNews } from '../../shared/speech-news';

type Waiting = NonNullable<Asset['waiting']>;

/** Whether something that waited has neither a result nor a reason for its absence. */
function isOpen(waits: string, asset: Pick<Asset, 'status' | 'run' | 'encoded' | 'speech'>): boolean {
  if (waits === 'picture') return asset.encoded?.run !== asset.run;
  const speech = currentSpeech(asset);
  if (waits === 'speech') return speech === undefined;
  const record = speech?.languages.find(({ language }) => language === waits);
  // A language has no record before it is translated; at the end of the film's execution, all have one.
  if (!record) return asset.status === 'PROCESSING' || asset.status === 'PLAYABLE';
  return isUnderWay(record);
}

/**
 * The waits for busy services after a publication: that of the news, and earlier ones that are still open. `undefined` if
 * there are none.
 * @param asset the record with the other changes of the publication
 */
export function stillWaiting(
  asset: Pick<Asset, 'status' | 'run' | 'encoded' | 'speech' | 'waiting'>,
  news: SpeechNews | WaitingNews | undefined,
  now: Date,
): Asset['waiting'] {
  const before = asset.waiting ?? {};
  const open: Waiting = Object.fromEntries(
    Object.entries(before).filter(
      ([waits]) => isOpen(waits, asset) && !(news?.kind === 'captions' && news.captions.language === waits),
    ),
  );
  if (news?.kind === 'waiting' && isOpen(news.waits, asset)) {
    const same = before[news.waits]?.code === news.code ? before[news.waits] : undefined;
    open[news.waits] = same ?? { ...reasonOf(news.code), since: now.toISOString() };
  }
  return Object.keys(open).length > 0 ? open : undefined;
}
