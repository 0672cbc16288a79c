import { quotas, type Usage } from '../../checks';
import type { Assembly } from '../../checks/assembly';
import type { Chapter } from '../document';
import { claimItem } from '../evidence/citation';
import { verify } from '../evidence/faults';
import { generated, page, table } from '../markdown';
import { notes } from './notes';
import { type Raising, raising } from './raising';

/** `docs/review/quotas.md`: how full AWS's quotas are, the fullest first. */
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
    'For each quota the construct that uses most of it, in the stages `prod` and `review` (`prod` with every optional part). Quotas that AWS raises are at their default. Counted from the templates by [checks/quotas.ts](../../checks/quotas.ts), where each limit has its source.',
    '## How full they are',
    table(
      ['quota', 'limit', 'prod', 'review', 'where it is fullest', 'raised'],
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
    '## What holds of them',
    notes.map((note) => claimItem(note, { document, root: source.root })).join('\n'),
  );
  return [{ path: document, content }];
};

/** Of each quota the usage that is nearest to the limit. `quotas` has the fullest first. */
function fullest(assembly: Assembly): Map<string, Usage> {
  const found = new Map<string, Usage>();
  for (const one of quotas(assembly)) if (!found.has(one.name)) found.set(one.name, one);
  return found;
}

function raisingOf(name: string): Raising {
  const found = raising[name];
  if (!found) throw new Error(`quotas: can '${name}' be raised? Add it to review/quotas/raising.ts`);
  return found;
}

const usage = (one: Usage | undefined) => (one ? `${number(one.used)} (${one.percent} %)` : '–');

const number = (value: number) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
