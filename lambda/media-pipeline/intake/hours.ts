import { Refusal } from '../../shared/errors';
import { dayOf, type Usage } from '../../shared/usage';

export interface HoursPorts {
  readonly usage: {
    /** As {@link Usage.take}, but a use of the same name counts once. */
    takeOnce(name: string, ...use: Parameters<Usage['take']>): Promise<boolean>;
  };
  readonly now: Date;
}

export interface HoursLimits {
  readonly maxDurationSeconds: number;
  /** Maximum of encoded film per creator and day, in seconds. */
  readonly secondsPerDay: number;
}

/**
 * Counts a film's duration, in seconds, for its creator's day, once for each run. A duration that is not known counts as
 * the longest one. Throws a {@link Refusal} `DailyLimit` above the maximum.
 */
export async function takeHours(
  { usage, now }: HoursPorts,
  { ownerId, run }: { readonly ownerId: string; readonly run: string },
  durationSeconds: number | undefined,
  { maxDurationSeconds, secondsPerDay }: HoursLimits,
): Promise<void> {
  const seconds = Math.ceil(durationSeconds ?? maxDurationSeconds);
  if (await usage.takeOnce(run, ownerId, dayOf(now), 'sourceSeconds', seconds, secondsPerDay)) return;
  const hours = Math.floor(secondsPerDay / 3600);
  throw new Refusal(
    'DailyLimit',
    `A creator can have ${hours} hours of film per day. The upload is kept: please try again tomorrow.`,
  );
}
