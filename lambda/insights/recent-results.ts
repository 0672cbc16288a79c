import type { Table } from './table';

/** How long a result is returned again without a query, in milliseconds. */
const lifetimeMs = 60_000;
const maxResults = 20;

export interface Result {
  readonly table: Table;
  readonly computedAt: Date;
}

/** The last results of this instance of the function: a page requests the same ones again while its reader browses. */
export class RecentResults {
  private readonly results = new Map<string, Result & { readonly until: number }>();

  constructor(private readonly now: () => Date) {}

  find(key: string): Result | undefined {
    const found = this.results.get(key);
    return found && found.until > this.now().getTime() ? found : undefined;
  }

  keep(key: string, result: Result): void {
    this.results.delete(key);
    const [oldest] = this.results.keys();
    if (this.results.size >= maxResults && oldest !== undefined) this.results.delete(oldest);
    this.results.set(key, { ...result, until: this.now().getTime() + lifetimeMs });
  }
}
