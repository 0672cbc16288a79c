import { renewalSeconds } from '../delivery/sessions';
import { entriesPerRequest } from '../delivery/sweep';
import type { Item } from '../shared/items';

export interface SessionRevocations {
  /** Ends at most 50 sessions at the edge. `until`: seconds since 1970. */
  addAll(sessionIds: readonly string[], until: number): Promise<void>;
}

/** Sessions of rows of the table `sessions` that have not been ended; the row of a viewer's account is none. */
function openSessionsOf(rows: readonly Item[]): string[] {
  return rows.flatMap(({ id, cookies, endedAt }) => (id?.S && cookies && !endedAt ? [id.S] : []));
}

/** Ends the sessions of these rows at the edge, for as long as any signature of them can be valid. */
export async function endSessions(
  rows: readonly Item[],
  revocations: SessionRevocations,
  sessionSeconds: number,
): Promise<void> {
  const open = openSessionsOf(rows);
  const until = Math.floor(Date.now() / 1000) + sessionSeconds + renewalSeconds;
  for (let from = 0; from < open.length; from += entriesPerRequest) {
    await revocations.addAll(open.slice(from, from + entriesPerRequest), until);
  }
}
