import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Caller, HttpRequest } from '../shared/http';
import { Problem } from '../shared/problem';
import { signedCookies } from './cookies';

/** One viewer's permission to stream one asset until a time. */
export const session = z.object({
  id: z.string(),
  userId: z.string(),
  assetId: z.string(),
  /** The asset's title, and what the viewer's device calls itself, so that the viewer knows which session is which. */
  title: z.string(),
  device: z.optional(z.string()),
  createdAt: z.string(),
  /** When its signature ends: seconds since 1970. The table forgets the row some time after. */
  expiresAt: z.number(),
  /** When its player was last heard of: seconds since 1970. Players that cannot send heartbeats never are. */
  heardAt: z.optional(z.number()),
  /** Ended before its time. */
  endedAt: z.optional(z.string()),
  /** What opens its addresses; kept for the manifests that carry it. */
  cookies: signedCookies,
});
export type Session = z.output<typeof session>;

/** A session among those of its viewer that count. */
export const openSession = z.pick(session, {
  id: true,
  assetId: true,
  title: true,
  device: true,
  createdAt: true,
  expiresAt: true,
  heardAt: true,
});
export type OpenSession = z.output<typeof openSession>;

/** A viewer's open sessions, all in one row, so that one condition guards their number. */
export const account = z.object({
  open: z.array(openSession),
  /** Counts the changes; every change is made on the number that was read. */
  revision: z.number(),
});
export type Account = z.output<typeof account>;

export interface SessionStore {
  /** Reads consistently. */
  find(id: string): Promise<Session | undefined>;
  /** Reads consistently; a viewer who never played anything has no open sessions, and revision 0. */
  account(userId: string): Promise<Account>;
  /**
   * Writes a session and its viewer's account at once, and marks those that end.
   * Answers false, having changed nothing, when the account is not the one that was read, or the session has ended.
   */
  write(change: Change): Promise<boolean>;
}

export interface Change {
  readonly userId: string;
  readonly before: Account;
  readonly open: readonly OpenSession[];
  /** A session that is new, or renewed. */
  readonly put?: Session;
  /** Ids of sessions that end now. */
  readonly ended?: readonly string[];
  readonly now: Date;
}

/** Ended sessions, where the edge looks them up. */
export interface Revocations {
  /** Resolves once it is on its way to all edges, which takes seconds. `until`: seconds since 1970. */
  add(sessionId: string, until: number): Promise<void>;
}

export interface SessionLimits {
  /** How long a signature holds, in seconds; heartbeats renew it. */
  readonly sessionSeconds: number;
  /** After which a session is not renewed any more, in seconds since it was opened. */
  readonly longestSeconds: number;
  /** How many sessions one viewer may have open at once. */
  readonly concurrent: number;
}

/** Seconds between the heartbeats that players are asked for. */
export const heartbeatSeconds = 60;
/** A player that sent heartbeats, and then missed this many seconds of them, has left. */
export const silenceSeconds = 5 * heartbeatSeconds;

/** ISO 3166-1 code of where the request came from, as CloudFront says; `--` where it does not know. */
export function countryOf({ headers }: Pick<HttpRequest, 'headers'>): string {
  const country = headers['cloudfront-viewer-country'] ?? '';
  return /^[A-Z]{2}$/.test(country) ? country : '--';
}

/**
 * 22 base64url characters: 122 random bits, or 114 and the country, which the edge compares. From a UUID, since node
 * keeps randomness for those in store, and goes to the system for any other number of bytes.
 */
export function newSessionId(country: string | undefined): string {
  let id: string;
  // Not one that a command line takes for an option.
  do id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  while (id.startsWith('-'));
  return country === undefined ? id : id.slice(0, 20) + country;
}

export const sessionIdPattern = /^[A-Za-z0-9_-]{22}$/;

export const summary = ({ device, ...rest }: Session): OpenSession => ({
  id: rest.id,
  assetId: rest.assetId,
  title: rest.title,
  ...(device !== undefined && { device }),
  createdAt: rest.createdAt,
  expiresAt: rest.expiresAt,
  ...(rest.heardAt !== undefined && { heardAt: rest.heardAt }),
});

/** Whether its signature is still good for something. A row that the table has not forgotten yet says nothing. */
export const isLive = ({ expiresAt }: Pick<OpenSession, 'expiresAt'>, now: Date) => expiresAt * 1000 > now.getTime();

/** Whether its player sent heartbeats and then fell silent. One that never sent any may be playing. */
export function isSilent({ heardAt }: OpenSession, now: Date): boolean {
  return heardAt !== undefined && (heardAt + silenceSeconds) * 1000 <= now.getTime();
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

/** The session, if the caller may know of it. Throws {@link Problem} 404, for a stranger's as for none. */
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

/** Tries again on what others wrote meanwhile. Throws {@link Problem} 503 when they do not let up. */
export async function untilWritten<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 10; tries++) {
    const done = await attempt();
    if (done !== undefined) return done;
    await new Promise((again) => setTimeout(again, Math.random() * 20 * 2 ** Math.min(tries, 5)));
  }
  throw new Problem('busy', 'Other requests are changing the sessions of this account. Try again in a moment.');
}
