import { quotas, type Usage } from '../../checks';
import type { Assembly } from '../../checks/assembly';
import type { Chapter } from '../document';
import { claimItem } from '../evidence/citation';
import { verify } from '../evidence/faults';
import { generated, page, table } from '../markdown';
import { notes } from './notes';
import { type Raising, raising } from './raising';

/** `docs/review/quotas.md`: the use of AWS's quotas, the most used first. */
export const quotasPage: Chapter = (source) => {
  const document = 'docs/review/quotas.md';
  verify(document, notes, source);
  const prod = fullest(source.assemblies.prod);
  const review = fullest(source.assemblies.review);
  const names = [...new Set([...prod.keys(), ...review.keys()])].sort(
    (a, b) => percentOf(b) - percentOf(a) || (a < b ? -1 : 1),
  );
  function percentOf(name: string): number {
    return Math.max(prod.get(name)?.percent ?? 0, review.get(name)?.percent ?? 0);
  }
  const content = page(
    generated('quotas/'),
    '# Quotas and their headroom',
    'For each quota, the table shows the construct that uses most of it, in the stages `prod` and `review` (`prod` with every optional part). Adjustable quotas have their default value. [checks/quotas.ts](../../checks/quotas.ts) computes the use from the templates and contains the source of each limit.',
    '## How full they are',
    table(
      ['quota', 'limit', 'prod', 'review', 'construct with the highest use', 'raised'],
      names.map((name) => {
        const at = review.get(name) ?? prod.get(name);
        const { raised, note, source: url } = raisingOf(name);
        return [
          name,
          number(at?.limit ?? 0),
          usage(prod.get(name)),
          usage(review.get(name)),
          `\`${(at?.construct ?? '').replace(/^OmniStream-review-?/, '') || 'the stage'}\``,
          `[${raised}](${url})${note && `: ${note}`}`,
        ];
      }),
    ),
    '## Claims',
    notes.map((note) => claimItem(note, { document, root: source.root })).join('\n'),
  );
  return [{ path: document, content }];
};

/** The highest use of each quota. `quotas` returns the most used first. */
function fullest(assembly: Assembly): Map<string, Usage> {
  const found = new Map<string, Usage>();
  for (const one of quotas(assembly)) if (!found.has(one.name)) found.set(one.name, one);
  return found;
}

function raisingOf(name: string): Raising {
  const found = raising[name];
  if (!found) throw new Error(`quotas: '${name}' is missing in review/quotas/raising.ts. Add whether it can be raised`);
  return found;
}

const usage = (one: Usage | undefined) => (one ? `${number(one.used)} (${one.percent} %)` : '–');

const number = (value: number) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
