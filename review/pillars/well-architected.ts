import type { Chapter } from '../document';
import { claimItem, type Place } from '../evidence/citation';
import { verify } from '../evidence/faults';
import { generated, page, table } from '../markdown';
import { cost } from './cost';
import { operationalExcellence } from './operational-excellence';
import { performance } from './performance';
import type { Pillar } from './pillar';
import { reliability } from './reliability';
import { security } from './security';
import { sustainability } from './sustainability';

const pillars: readonly Pillar[] = [operationalExcellence, security, reliability, performance, cost, sustainability];

/** `docs/review/well-architected.md`: what holds and what is not there, by the six pillars. */
export const wellArchitected: Chapter = (source) => {
  const place: Place = { document: 'docs/review/well-architected.md', root: source.root };
  verify(
    place.document,
    pillars.flatMap(({ holds, gaps }) => [...holds, ...gaps]),
    source,
  );
  const content = page(
    generated('pillars/'),
    '# Well-Architected review',
    'By the six pillars of the [AWS Well-Architected Framework](https://docs.aws.amazon.com/wellarchitected/latest/framework/welcome.html). Each claim names the test, the line of a template or the source that shows it; the check fails once one of these is gone. Gaps are shown the same way, and fail once they are closed.',
    table(
      ['pillar', 'claims', 'gaps'],
      pillars.map(({ name, holds, gaps }) => [
        `[${name}](#${name.toLowerCase().replaceAll(' ', '-')})`,
        holds.length,
        gaps.length,
      ]),
    ),
    ...pillars.flatMap(({ name, holds, gaps }) => [
      `## ${name}`,
      `### ${name}: what holds`,
      holds.map((each) => claimItem(each, place)).join('\n'),
      `### ${name}: what is not there`,
      gaps.map((each) => claimItem(each, place)).join('\n'),
    ]),
  );
  return [{ path: place.document, content }];
};
