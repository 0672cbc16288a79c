import { byService, type Estimate, partOf, unitsOf } from './estimate';
import { drivers } from './line';
import { sumText, usd } from './text';

/** Formats rows as columns that are as wide as their widest cell, with numbers aligned to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    )
    .join('\n');
}

/** The output of `npm run cost`. */
export function report(estimate: Estimate, stage: string): string {
  const { demand, lines, total, free } = estimate;
  const share = (amount: number) => (total.usd === 0 ? '' : `${Math.round((amount / total.usd) * 100)} %`);
  const services = byService(lines).map(({ service, sum }) => [service, sumText(sum), share(sum.usd)]);
  const units = drivers
    .map((driver) => ({ driver, sum: partOf(estimate, driver), units: unitsOf(estimate, driver) }))
    .filter(({ sum, units }) => units > 0 && (sum.usd > 0 || sum.unknown.length > 0))
    .map(({ driver, sum, units }) => [
      driver,
      units.toLocaleString('en-US'),
      sumText(sum),
      sumText({ ...sum, usd: sum.usd / units }),
    ]);
  const elsewhere = [...new Set(lines.flatMap(({ elsewhere }) => elsewhere ?? []))];
  const { hoursOfSource, languages, storedHours, viewingHours } = demand;
  return [
    `A month of the stage '${stage}': ${hoursOfSource} hours of source in ${languages} added languages, ` +
      `${storedHours} hours stored, ${viewingHours} hours viewed. USD, list prices without tax.`,
    table([['service', 'a month', 'share'], ...services, ['total', sumText(total), '']]),
    table([['driver', 'units', 'a month', 'per unit'], ...units]),
    `An account's free allowances subtract ${usd(free)} if nothing else uses them.`,
    ...(total.unknown.length > 0
      ? [
          `The sums leave out these items, whose price is unknown:\n${total.unknown.map((name) => `  ${name}`).join('\n')}`,
        ]
      : []),
    ...(elsewhere.length > 0
      ? [
          `Some prices are those of ${elsewhere.join(', ')}, because the prices of the stage's region are unknown. docs/cost.md lists them.`,
        ]
      : []),
  ].join('\n\n');
}

/** The output for programs. */
export function reportJson(estimate: Estimate, stage: string) {
  const { demand, lines, total, free } = estimate;
  return {
    stage,
    demand,
    currency: 'USD',
    total: total.usd,
    unknown: total.unknown,
    free,
    services: Object.fromEntries(byService(lines).map(({ service, sum }) => [service, sum])),
    units: Object.fromEntries(
      drivers.map((driver) => {
        const [sum, units] = [partOf(estimate, driver), unitsOf(estimate, driver)];
        return [driver, { units, ...sum, perUnit: units === 0 ? 0 : sum.usd / units }];
      }),
    ),
    lines,
  };
}
