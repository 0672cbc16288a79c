import { partOf } from '../../../cost/estimate';
import { examples, growth } from '../../../cost/examples';
import { hosted, hostedCost } from '../../../cost/hosted';
import { coveredBy, isWithin, plans } from '../../../cost/plans';
import type { Demand } from '../../../cost/services/context';
import { usd } from '../../../cost/text';
import { number, table } from '../markdown';
import type { Months, Stages } from '../month';

/** A month of the medium library with so many hours of viewing. */
export function grown(viewingHours: number): Demand {
  const medium = examples.find(({ name }) => name === 'medium');
  if (!medium) throw new Error('There is no example to grow from');
  return { ...medium.demand, viewingHours };
}

/** A total with the Premium plan in place of what it covers; nothing where the month exceeds its allowance. */
export function withPremium(months: Months, viewingHours: number): number | undefined {
  const month = months.of('prod', grown(viewingHours));
  return isWithin(month, 'Premium') ? month.total.usd - coveredBy(month).usd + plans.Premium.usd : undefined;
}

export function growthSection(months: Months, { prod }: Stages): string {
  const compared = hosted.filter((service) => hostedCost(service, grown(1), prod).usd !== undefined);
  return [
    '## Growth',
    'The library of the medium example on `prod`, viewed from 10 to 1,000,000 hours a month.',
    '![Cost of a month by its hours of viewing](cost/growth.svg)',
    table(
      [
        'hours viewed',
        'USD a month',
        'viewing only',
        'one hour more',
        'with the Premium plan',
        ...compared.map(({ name }) => name),
      ],
      growth.map((hours) => {
        const month = months.of('prod', grown(hours));
        const more = months.of('prod', grown(hours * 2)).total.usd - month.total.usd;
        const premium = withPremium(months, hours);
        return [
          number(hours),
          usd(month.total.usd),
          usd(partOf(month, 'viewed hour').usd),
          usd(more / hours),
          premium === undefined ? 'beyond its allowance' : usd(premium),
          ...compared.map((service) => usd(hostedCost(service, grown(hours), prod).usd ?? Number.NaN)),
        ];
      }),
    ),
    '*One hour more* is the average cost of an hour up to twice as many hours. All sums for AWS leave out items with an unknown price; those of hosted services leave out features that they do not offer.',
  ].join('\n\n');
}
