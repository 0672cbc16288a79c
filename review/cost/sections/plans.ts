import { leastPlan, type PlanName, planCriteria, planNames, planPricesUrl, plans, plansUrl } from '../../../cost/plans';
import { readOn } from '../../../cost/prices';
import type { Source } from '../../document';
import { number, table } from '../markdown';

function allowance(name: PlanName): string[] {
  const { usd, requests, gigabytes, behaviors, webAclRules } = plans[name];
  const data = gigabytes >= 1024 ? `${gigabytes / 1024} TB` : `${gigabytes} GB`;
  return [name, number(usd), `${number(requests / 1e6)} million`, data, String(behaviors), String(webAclRules)];
}

/** Whether the distribution may have a flat-rate plan: each criterion by the template. */
export function plansSection({ assemblies }: Pick<Source, 'assemblies'>): string {
  const criteria = planCriteria(assemblies.prod);
  const least = leastPlan(criteria);
  const withoutFailover = leastPlan(criteria.filter(({ name }) => !name.startsWith('Origin groups')));
  const verdict =
    least === 'none'
      ? 'The distribution of `prod` may have no plan: see the criteria below.'
      : `**The distribution of \`prod\` stays eligible, for ${least} at least.** Without failover to the replica it would be ${withoutFailover}. [The test](../test/cost/stages.test.ts) fails when that changes.`;
  return [
    '## Flat-rate plans of CloudFront',
    'A plan takes the place of the prices of CloudFront and of the firewall. A distribution that exceeds its allowance is not billed more, but AWS may slow it down.',
    table(['plan', 'USD a month', 'requests', 'to viewers', 'behaviors', 'firewall rules'], planNames.map(allowance)),
    `Features and allowances are from [AWS’s documentation](${plansUrl}); the prices are [quoted](${planPricesUrl}) from its pricing page. Both were read on ${readOn}.`,
    verdict,
    table(
      ['criterion', 'in the template', 'least plan'],
      criteria.map(({ name, found, plan }) => [name, found, plan]),
      0,
    ),
    'The template does not show everything: accounts on the Free Tier plan of AWS, and distributions under Shield Advanced or Firewall Manager, are not eligible. The firewall and the function may belong to no other distribution.',
  ].join('\n\n');
}
