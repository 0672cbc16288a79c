import type { Asset, Client } from './client';
import { type EntryEvents, entry } from './entry';

/** Milliseconds between two polls while a film is being processed. */
const POLL_MS = 3_000;
const unfinished = new Set(['UPLOADING', 'PROCESSING', 'PLAYABLE']);

interface Elements {
  readonly list: HTMLElement;
  readonly more: HTMLElement;
}

/** Runs work that may fail: `attempt` after a click, `quietly` in the background. */
interface Runners {
  attempt(work: () => Promise<void>): Promise<void>;
  quietly(work: () => Promise<void>): Promise<void>;
}

/** The list of all films, the newest first. It is loaded again at intervals while a film is being processed. */
export class Catalogue {
  private poll: number | undefined;

  constructor(
    private readonly client: Client,
    private readonly page: Elements,
    private readonly events: EntryEvents,
    private readonly run: Runners,
  ) {}

  async show(): Promise<void> {
    this.stop();
    const { assets, cursor } = await this.client.assets();
    this.list(assets);
    this.showMore(cursor);
    const waiting = assets.some(({ status, pending }) => unfinished.has(status) || pending.length > 0);
    if (waiting) this.poll = window.setTimeout(() => void this.run.quietly(() => this.show()), POLL_MS);
  }

  stop(): void {
    clearTimeout(this.poll);
  }

  /** Draws the list only after a change, and keeps the focus. */
  private list(assets: readonly Asset[]): void {
    const { list } = this.page;
    const now = JSON.stringify(assets);
    if (list.dataset.shown === now) return;
    list.dataset.shown = now;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
    list.replaceChildren(...(assets.length > 0 ? this.entries(assets) : [nothing()]));
    if (focused) list.querySelector<HTMLElement>(`[data-focus="${focused}"]`)?.focus();
  }

  private showMore(cursor: string | undefined): void {
    const { list, more } = this.page;
    more.hidden = cursor === undefined;
    more.onclick = () =>
      this.run.attempt(async () => {
        // A poll would reduce the list to its first page again.
        this.stop();
        const next = await this.client.assets(cursor);
        list.append(...this.entries(next.assets));
        this.showMore(next.cursor);
      });
  }

  private entries(assets: readonly Asset[]): HTMLLIElement[] {
    return assets.map((asset) => entry(asset, this.events));
  }
}

function nothing(): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = 'There are no films yet.';
  return item;
}
