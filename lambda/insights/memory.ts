import type { Table } from './insights';

/** Milliseconds that an answer is given again without asking; and how many of them are kept. */
const LIFETIME = 60_000;
const MOST = 20;

export interface Answer {
  readonly table: Table;
  readonly computedAt: Date;
}

/** The last answers of this instance of the function: a page asks for the same ones again while its reader looks around. */
export function memory(now: () => Date) {
  const kept = new Map<string, Answer & { readonly until: number }>();
  return {
    find(key: string): Answer | undefined {
      const found = kept.get(key);
      return found && found.until > now().getTime() ? found : undefined;
    },
    keep(key: string, answer: Answer): void {
      kept.delete(key);
      const [oldest] = kept.keys();
      if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
      kept.set(key, { ...answer, until: now().getTime() + LIFETIME });
    },
  };
}
