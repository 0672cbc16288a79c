import { withAttempts } from '../shared/attempts';
import { count } from '../shared/count';
import { log } from '../shared/log';
import { emptyPace, type Pace, release, reserve } from './pace';
import { type RowStore, rowAttempts } from './rows';
import { type Entry, refused } from './sort-events';

/**
 * Reserves events and seconds in the viewer's pace, before anything is delivered: of parallel requests, each reserves on
 * top of the others. Changes the receipts of events beyond the limit, and limits seconds to those that can have been
 * watched. All events keep the status `retry` if parallel requests were too many.
 *
 * @param pace the row as it was read with the others
 * @returns the events that may be delivered
 */
export async function reserveEvents(
  paces: RowStore<Pace>,
  fresh: readonly Entry[],
  { userId, pace, now }: { readonly userId: string; readonly pace: Pace | undefined; readonly now: number },
): Promise<Entry[]> {
  if (fresh.length === 0) return [];
  const claims = fresh.map(({ event, session }) =>
    event.type === 'watch' ? { session, seconds: event.watched } : { seconds: 0 },
  );
  let known = pace;
  const grants = await withAttempts(async () => {
    const reserved = reserve(known ?? (await paces.find(userId)) ?? emptyPace(userId), claims, now);
    known = undefined;
    return (await paces.write(reserved.after)) ? reserved.grants : undefined;
  }, rowAttempts);
  if (!grants) {
    log.warn('The pace of a viewer changed faster than events could be reserved', { events: fresh.length });
    return [];
  }
  let isClamped = false;
  const granted = fresh.filter((entry, index) => {
    const { receipt, event } = entry;
    const grant = grants[index];
    if (!grant || 'refused' in grant) {
      if (grant) Object.assign(receipt, refused(event.id, grant.refused));
      return false;
    }
    entry.total = grant.total;
    if (event.type === 'watch' && grant.seconds < event.watched) {
      event.watched = grant.seconds;
      receipt.clamped = [...new Set([...(receipt.clamped ?? []), 'watched'])];
      isClamped = true;
    }
    return true;
  });
  if (isClamped) count('WatchTimeClamped');
  return granted;
}

/**
 * Returns the seconds of events that were not stored, since the page sends them again. Never throws: what is not returned
 * is missing for later reports of the session at most.
 */
export async function releaseSeconds(paces: RowStore<Pace>, userId: string, lost: readonly Entry[]): Promise<void> {
  const reports = lost.flatMap(({ event }) =>
    event.type === 'watch' && event.watched > 0 ? { sessionId: event.sessionId, seconds: event.watched } : [],
  );
  if (reports.length === 0) return;
  try {
    const done = await withAttempts(async () => {
      const before = await paces.find(userId);
      return before && !(await paces.write(release(before, reports))) ? undefined : true;
    }, rowAttempts);
    if (!done) log.warn('Seconds of lost events could not be returned', { events: reports.length });
  } catch (error) {
    log.warn('Seconds of lost events could not be returned', { error, events: reports.length });
  }
}
