import { byService, type Estimate, partOf, unitsOf } from '../../../cost/estimate';
import { type Example, examples } from '../../../cost/examples';
import { type Driver, drivers } from '../../../cost/line';
import { sumText, usd } from '../../../cost/text';
import { number, table } from '../markdown';
import type { Months } from '../month';

/** The three months side by side: what they bring, what they cost, and what a unit costs. */
export function examplesSection(months: Months): string {
  const all = examples.map((example) => ({ example, month: months.of(example.stage, example.demand) }));
  const head = (first: string) => [first, ...examples.map(({ name }) => name)];
  const row = (name: string, cell: (one: { example: Example; month: Estimate }) => string) => [name, ...all.map(cell)];
  const services = [
    ...new Set(all.flatMap(({ month }) => byService(month.lines).map(({ service }) => service))),
  ].sort();
  return [
    '## Three worked examples',
    examples.map(({ name, what, stage }) => `- **${name}**: ${what} (stage \`${stage}\`).`).join('\n'),
    table(head('a month has'), [
      row('hours of source', ({ example }) => number(example.demand.hoursOfSource)),
      row('languages added to each', ({ example }) => number(example.demand.languages)),
      row('hours stored', ({ example }) => number(example.demand.storedHours)),
      row('hours viewed', ({ example }) => number(example.demand.viewingHours)),
    ]),
    '![What the three examples cost by service](cost/examples.svg)',
    'USD a month, list prices without tax and without free allowances. `+ unknown` marks a sum that leaves out items with an unknown price.',
    table(head('service'), [
      ...services.map((service) => row(service, ({ month }) => ofService(month, service))),
      row('**total**', ({ month }) => `**${sumText(month.total)}**`),
      row('free allowances subtract', ({ month }) => usd(month.free)),
    ]),
    '**Per unit**, USD:',
    table(head('one'), [
      ...drivers
        .filter((driver) => driver !== 'idle')
        .map((driver) => row(driver, ({ month }) => perUnit(month, driver))),
      row('month, idle', ({ month }) => sumText(partOf(month, 'idle'))),
    ]),
    unknownOf(all.map(({ month }) => month)),
  ].join('\n\n');
}

function ofService(month: Estimate, service: string): string {
  const found = byService(month.lines).find((one) => one.service === service);
  return found ? sumText(found.sum) : '–';
}

function perUnit(month: Estimate, driver: Driver): string {
  const units = unitsOf(month, driver);
  const sum = partOf(month, driver);
  return units === 0 ? '–' : sumText({ ...sum, usd: sum.usd / units });
}

function unknownOf(months: readonly Estimate[]): string {
  const names = [...new Set(months.flatMap(({ total }) => total.unknown))].sort();
  return `The totals leave out these items, because no source of a price was found:\n\n${names.map((name) => `- ${name}`).join('\n')}`;
}
