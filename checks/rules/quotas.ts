import { quotas } from '../quotas';
import type { Rule } from '../rule';

/** What AWS refuses for its size or number. `checks/quotas.ts` has the limits with their sources. */
export const quotasRule: Rule = {
  name: 'quotas',
  check: (assembly) =>
    quotas(assembly)
      .filter(({ used, limit }) => used > limit)
      .map(({ name, construct, used, limit }) => ({
        rule: 'quotas',
        construct,
        message: `${used} ${name}; AWS takes ${limit}. Divide it, or make it smaller.`,
      })),
};
