import type { PageEvent } from './events';

/** A title in a row of recommendations. */
export interface Title {
  readonly id: string;
  readonly title: string;
  readonly durationSeconds?: number;
  readonly genres?: readonly string[];
}

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly recommendationId: string;
  readonly items: readonly Title[];
}

/** The row in which a viewer found a title; events about the title include it. */
export interface Origin {
  readonly rowId: string;
  readonly recommendationId: string;
}

/** Rows of titles. Reports which rows were visible, and which title the viewer selected. */
export class Rows {
  private watching: IntersectionObserver | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly report: (event: PageEvent) => void,
    private readonly choose: (title: Title, origin: Origin) => void,
  ) {}

  show(rows: readonly Row[]): void {
    this.watching?.disconnect();
    const byElement = new Map<Element, Row>();
    // A row counts as seen when half of it is visible. It counts once.
    const watching = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          const row = byElement.get(target);
          if (!isIntersecting || !row) continue;
          watching.unobserve(target);
          const assetIds = row.items.slice(0, 50).map(({ id }) => id);
          this.report({ type: 'impression', assetIds, rowId: row.id, recommendationId: row.recommendationId });
        }
      },
      { threshold: 0.5 },
    );
    this.watching = watching;
    const sections = rows.map((row) => {
      const section = this.section(row);
      byElement.set(section, row);
      return section;
    });
    this.place.replaceChildren(...sections);
    for (const section of sections) watching.observe(section);
  }

  private section(row: Row): HTMLElement {
    const section = document.createElement('section');
    section.className = 'row';
    section.dataset.row = row.id;
    const heading = document.createElement('h2');
    heading.id = `row-${row.recommendationId}`;
    heading.textContent = row.title;
    section.setAttribute('aria-labelledby', heading.id);
    const list = document.createElement('ul');
    list.append(...row.items.map((title, rank) => this.card(row, title, rank)));
    section.append(heading, list);
    return section;
  }

  private card({ id: rowId, recommendationId }: Row, title: Title, rank: number): HTMLLIElement {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    const name = document.createElement('span');
    name.className = 'title';
    name.textContent = title.title;
    name.dir = 'auto';
    const about = document.createElement('span');
    about.className = 'status';
    about.textContent = title.genres?.join(', ') ?? '';
    about.dir = 'auto';
    button.append(name, about);
    button.onclick = () => {
      this.report({ type: 'click', assetId: title.id, rank, rowId, recommendationId });
      this.choose(title, { rowId, recommendationId });
    };
    item.append(button);
    return item;
  }
}
