import type { EventRefusal } from '../shared/event-names';
import type { Correctable } from './check-event';

/** A playback session, as far as its reports are checked with it. Times are in milliseconds since 1970. */
export interface PlaybackSession {
  readonly id: string;
  readonly userId: string;
  readonly assetId: string;
  readonly startedAt: number;
  /** When the viewer ended the session, or when its signature expires, whichever is earlier. */
  readonly endsAt: number;
  /** The film's duration, if it was known when the session was opened. */
  readonly durationSeconds?: number;
}

/** Reads playback sessions by id, consistently: a player reports within seconds of opening its session. */
export interface PlaybackReader {
  /** Sessions that do not exist are missing in the result. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, PlaybackSession>>;
}

/** A report of a player, with the id of its session. */
type PlaybackReport = Extract<Correctable, { type: 'watch' | 'quality' }>;

/**
 * How long after the end of its session a report is accepted: a page that could not reach the API sends its last reports
 * later. DynamoDB deletes rows of expired sessions at a time of its own, possibly earlier.
 */
const graceMs = 3_600_000;
/** The fastest playback of the page: its controls are those of the browser, whose menus end at twice the normal speed. */
const maxPlaybackRate = 2;
/** For the clocks of the functions that open the session and receive the report. */
const toleranceSeconds = 1;
/** Differences of a player's duration from the stored one that are accepted: in seconds, and as a share of the film. */
const durationTolerance = { seconds: 2, share: 0.05 } as const;

export function isPlaybackReport(event: Correctable): event is PlaybackReport {
  return event.type === 'watch' || event.type === 'quality';
}

/** Seconds of the film that can have been played in the session until now. */
export function playableSeconds({ startedAt, endsAt }: PlaybackSession, now: number): number {
  return maxPlaybackRate * Math.max(0, (Math.min(now, endsAt) - startedAt) / 1000) + toleranceSeconds;
}

/**
 * Checks a report with the session that it names, and changes values that are impossible in this session to possible
 * ones. Adds the names of changed members to `clamped`. Returns the reason if the report does not count.
 */
export function checkReport(
  report: PlaybackReport,
  session: PlaybackSession | undefined,
  { userId, now, clamped }: { readonly userId: string; readonly now: number; readonly clamped: string[] },
): EventRefusal | undefined {
  if (session?.userId !== userId || session.assetId !== report.assetId) return 'no-session';
  if (now > session.endsAt + graceMs) return 'no-session';
  const { startedAt, endsAt } = session;
  const limit = (name: string, value: number, least: number, most: number) => {
    const possible = Math.min(Math.max(value, least), most);
    if (possible !== value && !clamped.includes(name)) clamped.push(name);
    return possible;
  };
  report.at = limit('at', report.at, startedAt, Math.max(startedAt, endsAt));
  const playable = playableSeconds(session, now);
  if (report.type === 'quality') {
    report.playedMs = limit('playedMs', report.playedMs, 0, playable * 1000);
    report.rebufferMs = limit('rebufferMs', report.rebufferMs, 0, playable * 1000);
    if (report.startupMs !== undefined) report.startupMs = limit('startupMs', report.startupMs, 0, playable * 1000);
    return undefined;
  }
  const { durationSeconds: known } = session;
  if (known !== undefined) {
    const slack = Math.min(durationTolerance.seconds, durationTolerance.share * known);
    report.duration = limit('duration', report.duration, known - slack, known + slack);
    report.from = limit('from', report.from, 0, report.duration);
    report.position = limit('position', report.position, 0, report.duration);
  }
  return undefined;
}
