import { byService } from '../../cost/estimate';
import { idleCost } from '../../cost/idle';
import { entryOf } from '../../cost/prices';
import { sumText } from '../../cost/text';
import type { AssemblyStack } from '../assembly';

/** What a stage costs a month while nobody uses it, in a sentence. The prices and the rules are those of `npm run cost`. */
export function costLine(stacks: readonly AssemblyStack[]): string {
  const placed = stacks.flatMap(({ region, resources }) =>
    Object.values(resources).map((resource) => ({ resource, region })),
  );
  const cost = idleCost(placed);
  const parts = byService(cost.lines).map(({ service, sum }) => `${service} ${sumText(sum)}`);
  const { note } = entryOf('personalize.recommender');
  return `Idle, it costs about ${sumText(cost)} USD a month (${parts.join(', ')}). A recommender comes on top. ${note}`;
}
