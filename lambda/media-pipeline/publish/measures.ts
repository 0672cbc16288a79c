import type { Asset, Reason } from '../../shared/assets';
import { count, measure } from '../../shared/count';
import { isPublished } from '../../shared/http-asset';
import { playableObjective } from '../../shared/metrics';
import { isExpected } from '../../shared/reasons';

/** Measures the publication that made an asset playable: `before` was in progress, and `change` is published. */
export function measurePlayable(
  before: Pick<Asset, 'status' | 'runSince'>,
  change: Partial<Pick<Asset, 'status' | 'durationSeconds'>>,
  now: Date,
): void {
  const { status = before.status, durationSeconds = 0 } = change;
  if (before.status !== 'PROCESSING' || !isPublished({ status }) || before.runSince === undefined) return;
  const seconds = (now.getTime() - new Date(before.runSince).getTime()) / 1000;
  const minutes = durationSeconds / 60;
  if (minutes > 0) measure('UploadToPlayableSecondsPerMinute', seconds / minutes);
  const { secondsPerMinute, leastSeconds } = playableObjective;
  measure('PlayableOnTime', seconds <= Math.max(leastSeconds, minutes * secondsPerMinute) ? 1 : 0);
}

/** Counts a failure that needs no operator. Once for each execution: the alarm subtracts them from its failures. */
export function countExpected({ code }: Pick<Reason, 'code'>): void {
  if (isExpected(code)) count('FailuresExpected');
}

/** Counts a failed asset. `applied`: whether it has failed just now, which a published one does not. */
export function countFailure({ code }: Pick<Reason, 'code'>, applied: boolean): void {
  if (!applied) return;
  if (!isExpected(code)) measure('PlayableOnTime', 0);
  count('AssetsFailed', { Code: code });
}
