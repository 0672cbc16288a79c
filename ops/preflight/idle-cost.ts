import { byService } from '../../cost/estimate';
import { idleCost } from '../../cost/idle';
import { entryOf } from '../../cost/prices';
import { sumText } from '../../cost/text';
import type { AssemblyStack } from '../assembly';

/** A sentence about the monthly cost of an idle stage. Prices and rules are those of `npm run cost`. */
export function costLine(stacks: readonly AssemblyStack[]): string {
  const placed = stacks.flatMap(({ region, resources }) =>
    Object.values(resources).map((resource) => ({ resource, region })),
  );
  const cost = idleCost(placed);
  const parts = byService(cost.lines).map(({ service, sum }) => `${service} ${sumText(sum)}`);
  const { note } = entryOf('personalize.recommender');
  return `While idle, the stage costs about ${sumText(cost)} USD a month (${parts.join(', ')}). Each recommender adds to that. ${note}`;
}
