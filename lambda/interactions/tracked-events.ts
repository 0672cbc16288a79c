import type { Interaction } from '../shared/interactions';
import { finishedWatchedShare } from '../shared/viewers';
import { dayOf, endOf, startOf, type WatchedFilm } from './watched-films';

/** One event of `PutEvents`, of any visit. */
export interface TrackedEvent {
  readonly visit: string;
  readonly id: string;
  readonly type: 'Watch' | 'Finish' | 'Click' | 'Rate';
  readonly assetId: string;
  readonly at: Date;
  readonly value?: number;
  readonly recommendationId?: string;
}

/** An accepted event, and the seconds that were counted in its playback session until then. */
export interface CountedEvent {
  readonly event: Interaction;
  readonly total: number;
}

/**
 * Converts events for the recommenders: a film was started, finished, chosen or rated. Each of these counts once per
 * viewer, film and day, for the films that the viewer watched last. Clicks and ratings cannot be checked, so they count
 * only for films that the viewer has started; the lake has all of them, for the import.
 */
export function trackedEvents(counted: readonly CountedEvent[], watched: readonly WatchedFilm[]): TrackedEvent[] {
  const sent = new Map(watched.map(({ assetId, sent }) => [assetId, { ...sent }]));
  return counted.flatMap((one) => {
    return candidates(one).filter(({ assetId, type, at }) => {
      const days = sent.get(assetId) ?? {};
      if ((type === 'Click' || type === 'Rate') && days.Watch === undefined) return false;
      if (days[type] === dayOf(at)) return false;
      sent.set(assetId, { ...days, [type]: dayOf(at) });
      return true;
    });
  });
}

function candidates({ event, total }: CountedEvent): TrackedEvent[] {
  if (event.type === 'impression' || event.type === 'search' || event.type === 'quality') return [];
  const { visit, id, assetId } = event;
  const common = { visit, id, assetId, at: new Date(event.at) };
  if (event.type === 'rate') return [{ ...common, type: 'Rate', value: event.rating }];
  // Personalize does not know the ids of rows that this app made without it.
  const { recommendationId } = event;
  const led = recommendationId && !recommendationId.startsWith('omni-') ? { recommendationId } : {};
  if (event.type === 'click') return [{ ...common, ...led, type: 'Click' }];
  const { duration, position } = event;
  return [
    ...(total >= startOf(duration) ? [{ ...common, ...led, type: 'Watch' as const }] : []),
    // One report can reach both. The second event needs its own id, since Personalize accepts an id once.
    ...(position >= endOf(duration) && total >= duration * finishedWatchedShare
      ? [{ ...common, ...led, id: `${id}-finish`, type: 'Finish' as const }]
      : []),
  ];
}
