import type { Account, Session, SessionStore } from '../../../lambda/delivery/sessions';

export interface MemorySessions extends SessionStore {
  readonly rows: Map<string, Session>;
}

/** Sessions in memory, under the conditions that the table's adapter sets. */
export function memorySessions(): MemorySessions {
  const rows = new Map<string, Session>();
  const accounts = new Map<string, Account>();
  const account = (userId: string) => accounts.get(userId) ?? { open: [], revision: 0 };
  return {
    rows,
    find: async (id) => rows.get(id),
    account: async (userId) => account(userId),
    async write({ userId, before, open, opened = before.opened, put, ended = [], now }) {
      const over = put && rows.get(put.id)?.endedAt !== undefined;
      if (account(userId).revision !== before.revision || over) return false;
      accounts.set(userId, { open: [...open], opened, revision: before.revision + 1 });
      for (const id of ended) {
        const row = rows.get(id);
        if (row) rows.set(id, { ...row, endedAt: row.endedAt ?? now.toISOString() });
      }
      if (put) rows.set(put.id, put);
      return true;
    },
  };
}
