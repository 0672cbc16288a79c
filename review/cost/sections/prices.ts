import { entryOf, type PriceKey, priceIn, prices, readOn, type Sourced } from '../../../cost/prices';
import { table } from '../markdown';

/** The regions that each price is shown for: the stages' own, and the one that CloudFront's firewall is in. */
const [home, other] = ['eu-west-1', 'us-east-1'] as const;

/** Every price with its source, and whether the examples use it. */
export function pricesSection(used: ReadonlySet<PriceKey>): string {
  const keys = Object.keys(prices) as PriceKey[];
  const rows = keys.map((key) => {
    const { service, what, unit } = entryOf(key);
    return [service, used.has(key) ? what : `${what} ◦`, unit, cell(key, home), cell(key, other), source(key)];
  });
  const notes = keys.flatMap((key) => {
    const { service, what, note } = entryOf(key);
    return note ? [`- ${service}, ${what}: ${note}`] : [];
  });
  return [
    '## Prices',
    `USD. The sources were read on ${readOn} as stored copies; the date of a source is what it bears itself, or that of its copy. Where a region has no price of its own, the estimate takes that of the region in brackets. ◦ marks what the examples do not use.`,
    [
      '- *page*: the provider’s own page',
      '- *recorded*: AWS’s price list, as the tests of Infracost record its answer',
      '- *quoted*: a public document quotes the figure from the address that is named',
      '- *statement*: the figure is a public document’s own',
    ].join('\n'),
    table(['service', 'what', 'unit', home, other, 'source'], rows, 0),
    notes.join('\n'),
  ].join('\n\n');
}

function cell(key: PriceKey, region: string): string {
  const price = priceIn(key, region);
  if (!price) return '**unknown**';
  if (region !== home && entryOf(key).in.any) return 'the same';
  return price.elsewhere ? `unknown (${price.elsewhere}: ${amount(price)})` : amount(price);
}

function amount({ usd }: Sourced): string {
  if (typeof usd === 'number') return decimal(usd);
  return usd
    .map((tier) =>
      Number.isFinite(tier.upTo)
        ? `${decimal(tier.usd)} to ${tier.upTo.toLocaleString('en-US')}`
        : `${decimal(tier.usd)} above`,
    )
    .join(', ');
}

const decimal = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 10 });

function source(key: PriceKey): string {
  const found = priceIn(key, home);
  return found ? `[${found.source.kind}](${found.source.url}), ${found.source.date}` : 'none found';
}
