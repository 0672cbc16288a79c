import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { withAttempts } from '../shared/attempts';
import type { Caller, HttpRequest } from '../shared/http';
import { Problem } from '../shared/problem';
import type { RequestKey } from '../shared/request-key';
import { signedCookies } from './cookies';

/** One viewer's permission to stream one asset until a time. */
export const session = z.object({
  id: z.string(),
  userId: z.string(),
  assetId: z.string(),
  /** The asset's title and the device's name, by which the viewer recognizes the session. */
  title: z.string(),
  device: z.optional(z.string()),
  /** The asset's duration when the session was opened, in seconds. Reports of watching are checked with it. */
  durationSeconds: z.optional(z.number()),
  createdAt: z.string(),
  /** When the signature expires, in seconds since 1970. DynamoDB deletes the row some time later. */
  expiresAt: z.number(),
  /** Time of the last heartbeat, in seconds since 1970; missing for players that send none. */
  heardAt: z.optional(z.number()),
  /** When the session was ended before it expired. */
  endedAt: z.optional(z.string()),
  /** The signed cookies, which signed manifests are made with. */
  cookies: signedCookies,
});
export type Session = z.output<typeof session>;

/** The members of a session in its viewer's account. */
const openSession = z.pick(session, {
  id: true,
  assetId: true,
  title: true,
  device: true,
  durationSeconds: true,
  createdAt: true,
  expiresAt: true,
  heardAt: true,
});
export type OpenSession = z.output<typeof openSession>;

/** A viewer's open sessions, in one row, so that one condition protects their maximum. */
export const account = z.object({
  open: z.array(openSession),
  /** Sessions that were opened within an hour; `hour` is its number since 1970. */
  opened: z.optional(z.object({ hour: z.number(), count: z.number() })),
  /** Number of changes. A change is conditional on the revision that was read. */
  revision: z.number(),
});
export type Account = z.output<typeof account>;

export interface SessionStore {
  /** Reads consistently. */
  find(id: string): Promise<Session | undefined>;
  /** Reads consistently. A viewer who never played a film has no open sessions and the revision 0. */
  account(userId: string): Promise<Account>;
  /**
   * Writes a session and its viewer's account in one transaction, and marks the sessions that end. Returns false and
   * changes nothing if the account has another revision than the one that was read, or if the session has ended. Throws
   * `KeyTaken` if the key is that of another session.
   */
  write(change: Change): Promise<boolean>;
}

export interface Change {
  readonly userId: string;
  readonly before: Account;
  readonly open: readonly OpenSession[];
  /** @default - as before */
  readonly opened?: Account['opened'];
  /** A new or renewed session. */
  readonly put?: Session;
  /** The key of the request that opens the session. */
  readonly key?: RequestKey;
  /** Ids of sessions that end now. */
  readonly ended?: readonly string[];
  readonly now: Date;
}

/** Ended sessions, which the edge refuses. */
export interface Revocations {
  /** Resolves when the change is accepted; it reaches all edges within seconds. `until`: seconds since 1970. */
  add(sessionId: string, until: number): Promise<void>;
}

export interface SessionLimits {
  /** Validity of a signature, in seconds. Heartbeats renew it. */
  readonly sessionSeconds: number;
  /** Maximum age of a session for renewals, in seconds. */
  readonly longestSeconds: number;
  /** Maximum of open sessions per viewer. */
  readonly concurrent: number;
  /** Maximum of sessions that a viewer may open within an hour. */
  readonly perHour: number;
}

const hourMs = 3_600_000;

/** Seconds between the heartbeats of a player. */
export const heartbeatSeconds = 60;
/** A player whose heartbeats stopped for this many seconds has been closed. */
export const silenceSeconds = 5 * heartbeatSeconds;

/** Seconds within which a heartbeat that began before the end of its session has been answered. */
export const renewalSeconds = 60;

/** ISO 3166-1 code of the request's country, from CloudFront; `--` if CloudFront does not know it. */
export function countryOf({ headers }: Pick<HttpRequest, 'headers'>): string {
  const country = headers['cloudfront-viewer-country'] ?? '';
  return /^[A-Z]{2}$/.test(country) ? country : '--';
}

/**
 * 22 base64url characters: 122 random bits, or 114 and the country, which the edge compares. They are made from a UUID,
 * since Node caches randomness for UUIDs and calls the system for any other number of bytes.
 */
export function newSessionId(country: string | undefined): string {
  let id: string;
  // A command line would take an id with a leading hyphen for an option.
  do id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  while (id.startsWith('-'));
  return country === undefined ? id : id.slice(0, 20) + country;
}

const sessionIdPattern = /^[A-Za-z0-9_-]{22}$/;

export const summary = ({ device, ...rest }: Session): OpenSession => ({
  id: rest.id,
  assetId: rest.assetId,
  title: rest.title,
  ...(device !== undefined && { device }),
  ...(rest.durationSeconds !== undefined && { durationSeconds: rest.durationSeconds }),
  createdAt: rest.createdAt,
  expiresAt: rest.expiresAt,
  ...(rest.heardAt !== undefined && { heardAt: rest.heardAt }),
});

/** Whether the signature is still valid. DynamoDB deletes expired rows late, so a row can be of an expired session. */
export const isLive = ({ expiresAt }: Pick<OpenSession, 'expiresAt'>, now: Date) => expiresAt * 1000 > now.getTime();

/**
 * Whether a session seems to be over: its player sent heartbeats and then stopped, or it never sent any and the film could
 * have been watched twice. Players without heartbeats may be playing until then; a response that was lost has no player.
 */
export function isSilent({ heardAt, createdAt, durationSeconds }: OpenSession, now: Date): boolean {
  if (heardAt !== undefined) return (heardAt + silenceSeconds) * 1000 <= now.getTime();
  if (durationSeconds === undefined) return false;
  return Date.parse(createdAt) + (2 * durationSeconds + silenceSeconds) * 1000 <= now.getTime();
}

/** Counts a session that is opened now. Throws {@link Problem} 429 above the maximum of the hour. */
export function countOpening({ opened }: Account, now: Date, perHour: number): NonNullable<Account['opened']> {
  const hour = Math.floor(now.getTime() / hourMs);
  const count = opened?.hour === hour ? opened.count + 1 : 1;
  if (count <= perHour) return { hour, count };
  const retryAfter = Math.ceil(((hour + 1) * hourMs - now.getTime()) / 1000);
  const detail = `You can open ${perHour} films within an hour. Try again in ${Math.ceil(retryAfter / 60)} minutes.`;
  throw new Problem('opened-too-often', detail, { members: { limit: perHour }, retryAfter });
}

export function tooMany(open: readonly OpenSession[], limit: number): Problem {
  const sessions = open.map(({ id, assetId, title, createdAt, device }) => ({
    id,
    assetId,
    title,
    startedAt: createdAt,
    ...(device !== undefined && { device }),
  }));
  const list = sessions.map(({ id, title, startedAt }) => `${id} (${title}, since ${startedAt})`).join('; ');
  const detail = `You can have ${limit} films open at once. End one of these sessions first: ${list}`;
  return new Problem('too-many-sessions', detail, { members: { limit, sessions } });
}

/** The problem of a session that has ended and cannot be renewed. */
export function sessionEnded(id: string): Problem {
  return new Problem('session-over', `Session ${id} has ended. Open a new one.`);
}

/** Returns the session. Throws {@link Problem} 404 if it does not exist or belongs to another user. */
export async function requestedSession(
  sessions: Pick<SessionStore, 'find'>,
  id: string,
  caller: Caller,
  admins: boolean,
) {
  const found = sessionIdPattern.test(id) ? await sessions.find(id) : undefined;
  const mine = found && (found.userId === caller.id || (admins && caller.groups.includes('admin')));
  if (!mine) {
    throw new Problem('session-not-found', `Session ${id} does not exist, or it belongs to another user.`);
  }
  return found;
}

/** Repeats an attempt that conflicted with another write. Throws {@link Problem} 503 after ten conflicts. */
export async function untilWritten<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  const done = await withAttempts(attempt, { most: 10, baseMs: 20, doublings: 5 });
  if (done !== undefined) return done;
  throw new Problem('busy', 'Other requests are changing the sessions of this account. Try again in a moment.');
}
