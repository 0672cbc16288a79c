import { charge } from '../../../cost/charge';
import { examples } from '../../../cost/examples';
import { levers, saving } from '../../../cost/levers';
import { coveredBy, isWithin, plans } from '../../../cost/plans';
import type { PriceKey } from '../../../cost/prices';
import { usd } from '../../../cost/text';
import { table } from '../markdown';
import type { Months, Stages } from '../month';

export function leversSection(months: Months, stages: Stages): string {
  return [
    '## What each lever saves',
    'USD a month in each example, each lever alone. A negative number costs more.',
    table(
      ['lever', ...examples.map(({ name }) => name), 'set by', 'what it gives up'],
      [
        ...levers.map((lever) => [
          lever.name,
          ...examples.map(({ stage, demand }) => usd(saving(lever, demand, stages[stage], months.of(stage, demand)))),
          lever.where,
          lever.costs,
        ]),
        [
          'Sources in Intelligent-Tiering (in force)',
          ...storageSavings(months, ': sources', 's3.standard', 's3.intelligent.infrequent'),
          'lib/constructs/source-bucket.ts',
          'nothing; a source that is read moves back',
        ],
        [
          'The replica’s films in Standard-IA',
          ...storageSavings(months, 'films in the replica', 's3.standard', 's3.infrequent'),
          'a lifecycle rule, which is not part of the stack today',
          'reads during a failover are paid by the GB',
        ],
        ['Flat-rate plan Premium', ...premiumSavings(months), 'the console of CloudFront', 'see below'],
      ],
      examples.length,
    ),
  ].join('\n\n');
}

/** What one class of storage saves against another, for what the examples keep. */
function storageSavings(months: Months, use: string, from: PriceKey, to: PriceKey): string[] {
  return examples.map(({ stage, demand }) => {
    const kept = months.of(stage, demand).lines.filter(({ what }) => what.endsWith(use));
    const cost = (key: PriceKey) =>
      kept.reduce((sum, { quantity, region }) => sum + (charge(key, quantity, region).usd ?? 0), 0);
    return usd(cost(from) - cost(to));
  });
}

function premiumSavings(months: Months): string[] {
  return examples.map(({ stage, demand }) => {
    const month = months.of(stage, demand);
    return isWithin(month, 'Premium') ? usd(coveredBy(month).usd - plans.Premium.usd) : 'beyond its allowance';
  });
}
