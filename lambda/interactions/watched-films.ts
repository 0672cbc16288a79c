import * as z from 'zod/mini';
import type { Interaction } from '../shared/interactions';
import { finishedShare, progress, startedSeconds, startedShare } from '../shared/viewers';

/**
 * A viewer's progress in a film, and the day (since 1970) on which each type of event about it was last sent to the
 * recommenders.
 */
export const watchedFilm = z.extend(progress, { sent: z.optional(z.record(z.string(), z.number())) });
export type WatchedFilm = z.output<typeof watchedFilm>;

/** An event that was sent to the recommenders. */
export interface Sent {
  readonly assetId: string;
  readonly type: string;
  readonly at: Date;
}

const filmsKept = 20;

/** Seconds of a film after which it counts as started. */
export function startOf(duration: number): number {
  return Math.min(startedSeconds, duration * startedShare);
}

/** Seconds into a film after which it counts as finished. */
export function endOf(duration: number): number {
  return duration * finishedShare;
}

/** Days since 1970, in UTC. `at`: milliseconds since then. */
export function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
}

/** Returns the last films that were watched, the latest first. */
export function withProgress(before: readonly WatchedFilm[], events: readonly Interaction[]): WatchedFilm[] {
  const byAsset = new Map(before.map((one) => [one.assetId, { ...one, at: Date.parse(one.at) }]));
  for (const event of events) {
    if (event.type !== 'watch') continue;
    const { assetId, position, duration, at } = event;
    const known = byAsset.get(assetId);
    const finished = (known?.finished ?? false) || position >= endOf(duration);
    // Batches may arrive in another order than they were sent.
    if (known && known.at > at) known.finished = finished;
    else byAsset.set(assetId, { ...known, assetId, position, duration, finished, at });
  }
  return [...byAsset.values()]
    .sort((a, b) => b.at - a.at)
    .slice(0, filmsKept)
    .map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
}

/** Returns the films with the days of these events. */
export function withSent(films: readonly WatchedFilm[], events: readonly Sent[]): WatchedFilm[] {
  return films.map((film) => {
    const days = events
      .filter(({ assetId }) => assetId === film.assetId)
      .map(({ type, at }) => [type, dayOf(at.getTime())]);
    return days.length === 0 ? film : { ...film, sent: { ...film.sent, ...Object.fromEntries(days) } };
  });
}
