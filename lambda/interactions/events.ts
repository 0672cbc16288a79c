import { withAttempts } from '../shared/attempts';
import type { HttpHandler } from '../shared/http';
import { eventBatch, type LakeRecord, maxEventsBytes } from '../shared/interactions';
import { log } from '../shared/log';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { type Activity, emptyActivity, Seen, withEvents } from './activity';
import { type Checked, checkEvent } from './check-event';
import { lakeRecord, timestamp } from './lake-record';
import { measureDelivered } from './measures';
import type { Pace } from './pace';
import { isPlaybackReport, type PlaybackReader } from './playback';
import { releaseSeconds, reserveEvents } from './reservation';
import { type RowStore, rowAttempts } from './rows';
import { type Entry, sortEvents } from './sort-events';
import { type TrackedEvent, trackedEvents } from './tracked-events';
import type { ViewerStore } from './viewer-store';

/** The way of records to the lake. */
export interface RecordStream {
  /** Returns for each record whether it was stored. Never throws. */
  put(records: readonly LakeRecord[]): Promise<readonly boolean[]>;
}

/** Sends events to the recommenders. */
export interface Tracker {
  /**
   * Never throws: the recommenders import events that they did not accept from the lake.
   * @param viewer the viewer's pseudonym
   */
  track(viewer: string, events: readonly TrackedEvent[]): Promise<void>;
}

export interface EventPorts {
  readonly viewers: Pick<ViewerStore, 'ensure'>;
  readonly activity: RowStore<Activity>;
  readonly paces: RowStore<Pace>;
  readonly playback: PlaybackReader;
  readonly stream: RecordStream;
  readonly tracker: Tracker;
  readonly now: () => Date;
}

/**
 * The route of interactions. Reports of players are checked with their playback sessions. Then events and seconds are
 * reserved in the viewer's pace, the events are delivered, and only then recorded as seen: a crash in between never loses
 * an event. It duplicates a record, which the lake's view drops by its id.
 */
export function events(ports: EventPorts) {
  const post: HttpHandler = async (request) => {
    const batch = request.body(eventBatch, maxEventsBytes);
    const { id: userId } = request.caller;
    const now = ports.now().getTime();
    const checked = batch.events.map((value) => checkEvent(value, { sentAt: batch.sentAt, now }));
    const sessionIds = sessionIdsOf(checked);
    log.about({ sessionIds });
    const [{ pseudonym, personalised }, row, pace, sessions] = await Promise.all([
      ports.viewers.ensure(userId),
      ports.activity.find(userId),
      ports.paces.find(userId),
      ports.playback.read(sessionIds),
    ]);
    const before = row ?? emptyActivity(userId);
    const { receipts, fresh } = sortEvents(batch.events, checked, { userId, seen: new Seen(before), sessions, now });
    const granted = await reserveEvents(ports.paces, fresh, { userId, pace, now });

    const tracked = personalised ? trackedEvents(granted, before.watched) : [];
    const circumstances = { viewer: pseudonym, personalised, device: batch.device, receivedAt: timestamp(now) };
    const [kept] = await Promise.all([
      ports.stream.put(granted.map(({ event }) => lakeRecord(event, circumstances))),
      ports.tracker.track(pseudonym, tracked),
    ]);
    const accepted = granted.filter((_, index) => kept[index]);
    measureDelivered(accepted, now);
    for (const { receipt } of accepted) receipt.status = 'accepted';
    await Promise.all([
      note(ports.activity, before, { accepted, tracked, now }),
      releaseSeconds(
        ports.paces,
        userId,
        granted.filter((_, index) => !kept[index]),
      ),
    ]);
    if (receipts.every(({ status }) => status === 'retry')) throw unavailable();
    return { status: 200, body: { accepted: accepted.length, events: receipts } };
  };
  return { 'POST /api/events': post } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

function sessionIdsOf(checked: readonly Checked[]): string[] {
  const ids = checked.flatMap((one) => ('event' in one && isPlaybackReport(one.event) ? one.event.sessionId : []));
  return [...new Set(ids)];
}

interface Delivered {
  readonly accepted: readonly Entry[];
  readonly tracked: readonly TrackedEvent[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Never throws: if the write fails and the events are sent again, the lake has duplicate records at most. */
async function note(store: RowStore<Activity>, before: Activity, { accepted, tracked, now }: Delivered): Promise<void> {
  if (accepted.length === 0) return;
  const events = accepted.map(({ event }) => event);
  try {
    let known: Activity | undefined = before;
    const done = await withAttempts(async () => {
      const row: Activity = known ?? (await store.find(before.id)) ?? emptyActivity(before.id);
      known = undefined;
      return (await store.write(withEvents(row, events, { tracked, now }))) || undefined;
    }, rowAttempts);
    if (!done) log.warn('The activity of a viewer changed faster than it could be noted', { events: events.length });
  } catch (error) {
    log.warn('The activity of a viewer could not be noted', { error, events: events.length });
  }
}

function unavailable(): Problem {
  return new Problem('unavailable', 'None of the events was stored. Send them again with the same ids.');
}
