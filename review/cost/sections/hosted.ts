import { examples } from '../../../cost/examples';
import { hosted, hostedCost, servedShare } from '../../../cost/hosted';
import { usd } from '../../../cost/text';
import { number, table } from '../markdown';
import type { Stages } from '../month';

export function hostedSection({ prod }: Stages): string {
  return [
    '## Hosted services at list prices',
    `The same hours of source, storage and viewing, USD a month. These figures leave out dubs, sign-in, recommendations and reports. Prices by the GB hold for Europe and North America, where ${number(servedShare * 100)} % of the assumed viewers are.`,
    table(
      ['service', ...examples.map(({ name }) => name), 'date', 'source', 'note'],
      hosted.map((service) => [
        service.name,
        ...examples.map(({ demand }) => {
          const cost = hostedCost(service, demand, prod);
          return cost.usd === undefined ? 'unknown' : usd(cost.usd);
        }),
        service.source.date,
        `[${service.source.kind}](${service.source.url})`,
        service.note,
      ]),
      examples.length,
    ),
  ].join('\n\n');
}
