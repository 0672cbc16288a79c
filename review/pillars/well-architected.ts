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

/** `docs/review/well-architected.md`: claims and gaps by the six pillars. */
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
    'This review follows the six pillars of the [AWS Well-Architected Framework](https://docs.aws.amazon.com/wellarchitected/latest/framework/welcome.html). Each claim lists its evidence: a test, a line of a template, or a source. `npm run review -- --check` fails if the evidence is missing. Gaps have evidence too, and the check fails when a gap is closed.',
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
      `### ${name}: claims`,
      holds.map((each) => claimItem(each, place)).join('\n'),
      `### ${name}: gaps`,
      gaps.map((each) => claimItem(each, place)).join('\n'),
    ]),
  );
  return [{ path: place.document, content }];
};
