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
  const tracked: TrackedEvent[] = [];
  for (const { event, total } of counted) {
    for (const type of typesOf(event, total)) {
      const { assetId, at } = event as Learnable;
      const days = sent.get(assetId) ?? {};
      const isChecked = type === 'Watch' || type === 'Finish' || days.Watch !== undefined;
      if (!isChecked || days[type] === dayOf(at)) continue;
      days[type] = dayOf(at);
      sent.set(assetId, days);
      tracked.push(trackedEvent(event as Learnable, type));
    }
  }
  return tracked;
}

type Type = TrackedEvent['type'];
type Learnable = Extract<Interaction, { type: 'watch' | 'click' | 'rate' }>;

const none: readonly Type[] = [];
const click: readonly Type[] = ['Click'];
const rate: readonly Type[] = ['Rate'];
const start: readonly Type[] = ['Watch'];
const startAndEnd: readonly Type[] = ['Watch', 'Finish'];

function typesOf(event: Interaction, total: number): readonly Type[] {
  if (event.type === 'click') return click;
  if (event.type === 'rate') return rate;
  if (event.type !== 'watch' || total < startOf(event.duration)) return none;
  const { position, duration } = event;
  return position >= endOf(duration) && total >= duration * finishedWatchedShare ? startAndEnd : start;
}

function trackedEvent(event: Learnable, type: Type): TrackedEvent {
  const { visit, id, assetId } = event;
  // A second event of a report needs its own id, since Personalize accepts an id once.
  const common = { visit, id: type === 'Finish' ? `${id}-finish` : id, type, assetId, at: new Date(event.at) };
  if (event.type === 'rate') return { ...common, value: event.rating };
  // Personalize does not know the ids of rows that this app made without it.
  const { recommendationId } = event;
  return recommendationId && !recommendationId.startsWith('omni-') ? { ...common, recommendationId } : common;
}
