import type { Asset, Client } from './client';
import { type EntryEvents, entry } from './entry';

/** Milliseconds between looks at films that are being prepared, or brought into other languages. */
const LOOK_AGAIN_MS = 3_000;
const unfinished = new Set(['UPLOADING', 'PROCESSING', 'PLAYABLE']);

interface Elements {
  readonly list: HTMLElement;
  readonly more: HTMLElement;
}

/** How work is done that may fail: what was asked for by a click, and what nobody asked for. */
interface Ways {
  attempt(work: () => Promise<void>): Promise<void>;
  quietly(work: () => Promise<void>): Promise<void>;
}

/** The list of all films, the latest first; looks again while one of them is not finished. */
export class Catalogue {
  private lookAgain: number | undefined;

  constructor(
    private readonly client: Client,
    private readonly page: Elements,
    private readonly events: EntryEvents,
    private readonly ways: Ways,
  ) {}

  async show(): Promise<void> {
    this.stop();
    const { assets, cursor } = await this.client.assets();
    this.list(assets);
    this.showMore(cursor);
    const waiting = assets.some(({ status, pending }) => unfinished.has(status) || pending.length > 0);
    if (waiting) this.lookAgain = window.setTimeout(() => void this.ways.quietly(() => this.show()), LOOK_AGAIN_MS);
  }

  stop(): void {
    clearTimeout(this.lookAgain);
  }

  /** Drawn anew only when something changed, and then with the focus where it was. */
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
      this.ways.attempt(async () => {
        // Looking again would fold the list back to its first page.
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
