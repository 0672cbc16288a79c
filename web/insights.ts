import type { ReportName } from '../lambda/shared/reports';
import type { Client, Report } from './client';
import { parametersOf, questions } from './reports';

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
      const name = report.value as ReportName;
      const parameters = parametersOf(name, from.value, to.value);
      result.replaceChildren(table(await this.client.insights(name, parameters), questions[name].by));
    } finally {
      result.removeAttribute('aria-busy');
    }
  }
}

/** @param by the column that the bars show */
function table({ columns, rows, truncated }: Report, by: string): HTMLElement {
  if (rows.length === 0) return element('p', 'There are no data for these days.');
  const measure = columns.findIndex(({ name }) => name === by);
  const most = Math.max(...rows.map((row) => Number(row[measure] ?? 0)), Number.MIN_VALUE);
  const head = element('tr');
  head.append(...columns.map(({ name }) => element('th', name.replaceAll('_', ' '))));
  const body = rows.map((row) => {
    const line = element('tr');
    line.append(
      ...row.map((value, index) => {
        const cell = element('td', words(value));
        if (typeof value === 'number') cell.className = 'number';
        else cell.dir = 'auto';
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

/** A bar for the share of the largest value. Hidden from screen readers, which read the number beside it. */
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
