import { quotas } from '../quotas';
import type { Rule } from '../rule';

/** Finds resources that exceed a quota. `checks/quotas.ts` lists the limits with their sources. */
export const quotasRule: Rule = {
  name: 'quotas',
  check: (assembly) =>
    quotas(assembly)
      .filter(({ used, limit }) => used > limit)
      .map(({ name, construct, used, limit }) => ({
        rule: 'quotas',
        construct,
        message: `${used} ${name}; AWS accepts ${limit}. Split it, or make it smaller.`,
      })),
};
