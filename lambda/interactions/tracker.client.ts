import { type PersonalizeEventsClient, PutEventsCommand } from '@aws-sdk/client-personalize-events';
import { count } from '../shared/count';
import { log } from '../shared/log';
import type { TrackedEvent } from './tracked-events';

/** Events in one call. Source: Personalize's quotas. */
const PER_CALL = 10;

export interface TrackerOptions {
  /** Calls in all, for each ten events. */
  readonly attempts?: number;
  /** Milliseconds that all of it may take: the viewer's page waits. */
  readonly timeoutMs?: number;
}

/** Tells an event tracker of Personalize what a viewer did. Without an id there is none, and nothing is told. */
export function eventTracker(client: PersonalizeEventsClient, trackingId: string, options: TrackerOptions = {}) {
  const { attempts = 2, timeoutMs = 3000 } = options;

  async function put(userId: string, events: readonly TrackedEvent[], abortSignal: AbortSignal): Promise<void> {
    const [first] = events;
    const command = new PutEventsCommand({
      trackingId,
      userId,
      sessionId: first?.visit,
      eventList: events.map(({ id, type, assetId, at, value, recommendationId }) => ({
        eventId: id,
        eventType: type,
        itemId: assetId,
        sentAt: at,
        ...(value !== undefined && { eventValue: value }),
        ...(recommendationId && { recommendationId }),
      })),
    });
    for (let attempt = 1; ; attempt++) {
      try {
        await client.send(command, { abortSignal });
        return;
      } catch (error) {
        if (attempt < attempts && !abortSignal.aborted) continue;
        // The lake has them too, and is imported in bulk.
        count('PersonalizeEventsLost');
        return log.warn('Personalize did not take events', { error, events: events.length });
      }
    }
  }

  return async (userId: string, events: readonly TrackedEvent[]): Promise<void> => {
    if (trackingId === '' || events.length === 0) return;
    const abortSignal = AbortSignal.timeout(timeoutMs);
    const visits = [...new Set(events.map(({ visit }) => visit))];
    const calls = visits.flatMap((visit) => inTens(events.filter((event) => event.visit === visit)));
    await Promise.all(calls.map((some) => put(userId, some, abortSignal)));
  };
}

function inTens(events: readonly TrackedEvent[]): TrackedEvent[][] {
  const calls = Math.ceil(events.length / PER_CALL);
  return Array.from({ length: calls }, (_, call) => events.slice(call * PER_CALL, (call + 1) * PER_CALL));
}
