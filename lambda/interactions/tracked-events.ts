import type { Interaction } from '../shared/interactions';
import { finishedShare, startedSeconds, startedShare } from '../shared/viewers';

/** One event of `PutEvents`, whichever visit it belongs to. */
export interface TrackedEvent {
  readonly visit: string;
  readonly id: string;
  readonly type: 'Watch' | 'Finish' | 'Click' | 'Rate';
  readonly assetId: string;
  readonly at: Date;
  readonly value?: number;
  readonly recommendationId?: string;
}

/** What the recommenders learn from an event: that a film was begun, seen to its end, chosen or rated; else nothing. */
export function trackedEvents(event: Interaction): TrackedEvent[] {
  if (event.type === 'impression' || event.type === 'search' || event.type === 'quality') return [];
  const { visit, id, assetId } = event;
  const common = { visit, id, assetId, at: new Date(event.at) };
  if (event.type === 'rate') return [{ ...common, type: 'Rate', value: event.rating }];
  // Rows that were made here are not Personalize's, which knows nothing of their ids.
  const { recommendationId } = event;
  const led = recommendationId && !recommendationId.startsWith('omni-') ? { recommendationId } : {};
  if (event.type === 'click') return [{ ...common, ...led, type: 'Click' }];
  return [
    ...(crosses(event, startOf(event.duration)) ? [{ ...common, ...led, type: 'Watch' as const }] : []),
    // Of one report that crosses both, this has an id of its own: Personalize takes each only once.
    ...(crosses(event, endOf(event.duration))
      ? [{ ...common, ...led, id: `${id}-finish`, type: 'Finish' as const }]
      : []),
  ];
}

/** Seconds into a film from which on it counts as begun, and from which on as seen. */
export function startOf(duration: number): number {
  return Math.min(startedSeconds, duration * startedShare);
}

export function endOf(duration: number): number {
  return duration * finishedShare;
}

/** Whether playing passed the threshold in this report: each is passed once, unless somebody goes back. */
function crosses({ from, position }: { readonly from: number; readonly position: number }, threshold: number): boolean {
  return from < threshold && position >= threshold;
}
