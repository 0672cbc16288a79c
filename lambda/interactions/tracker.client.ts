import { type PersonalizeEventsClient, PutEventsCommand } from '@aws-sdk/client-personalize-events';
import { count } from '../shared/count';
import { log } from '../shared/log';
import type { Tracker } from './events';
import type { TrackedEvent } from './tracked-events';

/** Maximum of events in one call. Source: Personalize's quotas. */
const eventsPerCall = 10;

export interface TrackerOptions {
  /** Calls in all, for each ten events. @default 2 */
  readonly attempts?: number;
  /** Milliseconds that all calls together may take: the viewer's page waits. @default 3000 */
  readonly timeoutMs?: number;
}

/** Event trackers of Personalize, one for each dataset group. An error of one does not affect the others. */
export class EventTrackers implements Tracker {
  constructor(
    private readonly client: PersonalizeEventsClient,
    private readonly trackingIds: readonly string[],
    private readonly options: TrackerOptions = {},
  ) {}

  async track(viewer: string, events: readonly TrackedEvent[]): Promise<void> {
    if (this.trackingIds.length === 0 || events.length === 0) return;
    const abortSignal = AbortSignal.timeout(this.options.timeoutMs ?? 3000);
    const visits = [...new Set(events.map(({ visit }) => visit))];
    const calls = visits.flatMap((visit) => batchesOf(events.filter((event) => event.visit === visit)));
    await Promise.all(this.trackingIds.flatMap((id) => calls.map((batch) => this.put(id, viewer, batch, abortSignal))));
  }

  private async put(
    trackingId: string,
    viewer: string,
    events: readonly TrackedEvent[],
    abortSignal: AbortSignal,
  ): Promise<void> {
    const { attempts = 2 } = this.options;
    const command = new PutEventsCommand({
      trackingId,
      userId: viewer,
      sessionId: events[0]?.visit,
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
        await this.client.send(command, { abortSignal });
        return;
      } catch (error) {
        if (attempt < attempts && !abortSignal.aborted) continue;
        // The events are in the lake too, from where they are imported in bulk.
        count('PersonalizeEventsLost');
        return log.warn('Personalize did not accept events', { error, events: events.length });
      }
    }
  }
}

function batchesOf(events: readonly TrackedEvent[]): TrackedEvent[][] {
  const calls = Math.ceil(events.length / eventsPerCall);
  return Array.from({ length: calls }, (_, call) => events.slice(call * eventsPerCall, (call + 1) * eventsPerCall));
}
