import type { Interaction } from '../shared/interactions';
import { finishedShare, startedSeconds, startedShare } from '../shared/viewers';

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

/** Converts an event for the recommenders: a film was started, finished, chosen or rated. Others become nothing. */
export function trackedEvents(event: Interaction): TrackedEvent[] {
  if (event.type === 'impression' || event.type === 'search' || event.type === 'quality') return [];
  const { visit, id, assetId } = event;
  const common = { visit, id, assetId, at: new Date(event.at) };
  if (event.type === 'rate') return [{ ...common, type: 'Rate', value: event.rating }];
  // Personalize does not know the ids of rows that this app made without it.
  const { recommendationId } = event;
  const led = recommendationId && !recommendationId.startsWith('omni-') ? { recommendationId } : {};
  if (event.type === 'click') return [{ ...common, ...led, type: 'Click' }];
  return [
    ...(crosses(event, startOf(event.duration)) ? [{ ...common, ...led, type: 'Watch' as const }] : []),
    // One report can cross both thresholds. The second event needs its own id, since Personalize accepts an id once.
    ...(crosses(event, endOf(event.duration))
      ? [{ ...common, ...led, id: `${id}-finish`, type: 'Finish' as const }]
      : []),
  ];
}

/** Seconds into a film after which it counts as started, and after which it counts as finished. */
function startOf(duration: number): number {
  return Math.min(startedSeconds, duration * startedShare);
}

export function endOf(duration: number): number {
  return duration * finishedShare;
}

/** Whether playback passed the threshold in this report. It is passed once, unless the viewer jumps back. */
function crosses({ from, position }: { readonly from: number; readonly position: number }, threshold: number): boolean {
  return from < threshold && position >= threshold;
}
