import type { Client, Report } from './client';

/** The question that each report answers, and the column that its bars show. */
const questions: Readonly<Record<string, { readonly question: string; readonly by: string }>> = {
  'watch-time': { question: 'Which titles do viewers watch?', by: 'watch_seconds' },
  completion: { question: 'When do viewers stop watching?', by: 'share' },
  languages: { question: 'In which languages do viewers watch?', by: 'watch_seconds' },
  quality: { question: 'How well do films play?', by: 'startup_p95_ms' },
  'quality-effect': { question: 'Do interruptions reduce watching?', by: 'watched_share' },
  funnel: { question: 'How many viewers start and finish a title?', by: 'starts' },
  attribution: { question: 'Which recommendations work?', by: 'click_rate' },
  searches: { question: 'What do viewers search for?', by: 'searches' },
  edge: { question: 'How well does CloudFront deliver?', by: 'hit_ratio' },
};

interface Elements {
  readonly form: HTMLFormElement;
  readonly report: HTMLSelectElement;
  readonly from: HTMLInputElement;
  readonly to: HTMLInputElement;
  readonly result: HTMLElement;
}

const DAY_MS = 86_400_000;
const day = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The reports for administrators. */
export class Insights {
  constructor(
    private readonly client: Client,
    private readonly page: Elements,
    attempt: (work: () => Promise<void>) => Promise<void>,
  ) {
    const { form, report, from, to } = page;
    report.replaceChildren(...Object.entries(questions).map(([id, { question }]) => new Option(question, id)));
    from.value ||= day(Date.now() - 27 * DAY_MS);
    to.value ||= day(Date.now());
    form.onsubmit = (event) => {
      event.preventDefault();
      void attempt(() => this.ask());
    };
  }

  private async ask(): Promise<void> {
    const { report, from, to, result } = this.page;
    result.setAttribute('aria-busy', 'true');
    try {
      result.replaceChildren(table(await this.client.insights(report.value, from.value, to.value), report.value));
    } finally {
      result.removeAttribute('aria-busy');
    }
  }
}

function table({ columns, rows, truncated }: Report, id: string): HTMLElement {
  if (rows.length === 0) return element('p', 'There are no data for these days.');
  const measure = columns.findIndex(({ name }) => name === questions[id]?.by);
  const most = Math.max(...rows.map((row) => Number(row[measure] ?? 0)), Number.MIN_VALUE);
  const head = element('tr');
  head.append(...columns.map(({ name }) => element('th', name.replaceAll('_', ' '))));
  const body = rows.map((row) => {
    const line = element('tr');
    line.append(
      ...row.map((value, index) => {
        const cell = element('td', words(value));
        if (typeof value === 'number') cell.className = 'number';
        if (index === measure) cell.append(bar(Number(value ?? 0) / most));
        return cell;
      }),
    );
    return line;
  });
  const made = element('table');
  const [header, lines] = [element('thead'), element('tbody')];
  header.append(head);
  lines.append(...body);
  made.append(header, lines);
  if (truncated) made.append(element('caption', 'The report has more rows than this table shows.'));
  return made;
}

/** A bar for the share of the maximum. It is hidden from screen readers, because the number beside it has the same content. */
function bar(share: number): HTMLMeterElement {
  const made = element('meter');
  made.value = share;
  made.ariaHidden = 'true';
  return made;
}

function words(value: string | number | boolean | null): string {
  if (value === null) return '–';
  return typeof value === 'number' ? value.toLocaleString(undefined, { maximumFractionDigits: 3 }) : String(value);
}

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = ''): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
