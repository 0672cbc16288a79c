import type * as z from 'zod/mini';
import type { HttpHandler } from '../shared/http';
import {
  type EventReceipt,
  eventBatch,
  type Interaction,
  type LakeRecord,
  maxEventsBytes,
} from '../shared/interactions';
import { log } from '../shared/log';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { type Activity, emptyActivity, maxEventsPerMinute, roomFor, Seen, withEvents } from './activity';
import { checkEvent } from './check-event';
import { lakeRecord, timestamp } from './lake-record';
import type { ViewerStore } from './me';
import { type TrackedEvent, trackedEvents } from './tracked-events';

export interface ActivityStore {
  find(id: string): Promise<Activity | undefined>;
  /** Replaces the row of the revision before. Returns false if that revision has been replaced already. */
  write(row: Activity): Promise<boolean>;
}

/** The way of records to the lake. */
export interface RecordStream {
  /** Returns for each record whether it was stored. Never throws. */
  put(records: readonly LakeRecord[]): Promise<readonly boolean[]>;
}

/** Sends events to the recommenders. */
export interface Tracker {
  /** Never throws: the recommenders import events that they did not accept from the lake. */
  track(userId: string, events: readonly TrackedEvent[]): Promise<void>;
}

export interface EventPorts {
  readonly viewers: Pick<ViewerStore, 'ensure'>;
  readonly activity: ActivityStore;
  readonly stream: RecordStream;
  readonly tracker: Tracker;
  readonly now: () => Date;
}

/** Attempts to write the row, which is read again after another batch of the viewer has replaced it. */
const maxAttempts = 5;

/**
 * The route of interactions. Events are delivered first and then recorded as seen: a crash in between never loses an
 * event. It duplicates a record, which the lake's view drops by its id.
 */
export function events(ports: EventPorts) {
  const post: HttpHandler = async (request) => {
    const batch = request.body(eventBatch, maxEventsBytes);
    const { id: userId } = request.caller;
    const now = ports.now().getTime();
    const [{ personalised }, row] = await Promise.all([ports.viewers.ensure(userId), ports.activity.find(userId)]);
    const before = row ?? emptyActivity(userId);
    const sorted = sort(batch, before, now);

    const circumstances = { userId, personalised, device: batch.device, receivedAt: timestamp(now) };
    const [kept] = await Promise.all([
      ports.stream.put(sorted.fresh.map(({ event }) => lakeRecord(event, circumstances))),
      personalised
        ? ports.tracker.track(
            userId,
            sorted.fresh.flatMap(({ event }) => trackedEvents(event)),
          )
        : undefined,
    ]);
    const accepted: Interaction[] = [];
    for (const [index, { receipt, event }] of sorted.fresh.entries()) {
      if (!kept[index]) continue;
      receipt.status = 'accepted';
      accepted.push(event);
    }
    if (accepted.length > 0) await note(ports.activity, before, accepted, now);
    if (sorted.receipts.every(({ status }) => status === 'retry')) throw unavailable();
    return { status: 200, body: { accepted: accepted.length, events: sorted.receipts } };
  };
  return { 'POST /api/events': post } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

interface Fresh {
  /** Has the status `retry` until the event is stored. */
  readonly receipt: { -readonly [Member in keyof EventReceipt]: EventReceipt[Member] };
  readonly event: Interaction;
}

/** Separates new events from those that are refused or known. */
function sort(batch: z.output<typeof eventBatch>, row: Activity, now: number) {
  const seen = new Seen(row);
  const fresh: Fresh[] = [];
  let room = roomFor(row, now);
  const receipts = batch.events.map((value): EventReceipt => {
    const checked = checkEvent(value, { sentAt: batch.sentAt, now });
    if ('refused' in checked) return { ...idOf(value), status: 'refused', reason: checked.refused };
    const { event, clamped } = checked;
    if (!seen.add(event.id)) return { id: event.id, status: 'duplicate' };
    if (room === 0) return { id: event.id, status: 'refused', reason: tooMany };
    room -= 1;
    const receipt: Fresh['receipt'] = { id: event.id, status: 'retry' };
    if (clamped.length > 0) receipt.clamped = clamped;
    fresh.push({ receipt, event });
    return receipt;
  });
  return { fresh, receipts };
}

const tooMany = {
  code: 'too-many',
  message: `At most ${maxEventsPerMinute} events per minute and viewer are accepted. Send the event again later.`,
};

function idOf(value: unknown): { id?: string } {
  const id = (value as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? { id: id.slice(0, 64) } : {};
}

/** Never throws: if the write fails and the events are sent again, the lake has duplicate records at most. */
async function note(
  store: ActivityStore,
  before: Activity,
  accepted: readonly Interaction[],
  now: number,
): Promise<void> {
  try {
    let row = before;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      if (await store.write(withEvents(row, accepted, now))) return;
      row = (await store.find(before.id)) ?? emptyActivity(before.id);
    }
    log.warn('The activity of a viewer changed faster than it could be noted', { events: accepted.length });
  } catch (error) {
    log.warn('The activity of a viewer could not be noted', { error, events: accepted.length });
  }
}

function unavailable(): Problem {
  return new Problem('unavailable', 'None of the events was stored. Send them again with the same ids.');
}
