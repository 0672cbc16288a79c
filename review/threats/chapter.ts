import type { Chapter } from '../document';
import { type BoundaryId, boundaries } from '../drawings/flows';
import { citation } from '../evidence/citation';
import type { Claim } from '../evidence/evidence';
import { verify } from '../evidence/faults';
import { generated, page } from '../markdown';
import { api } from './api';
import { company } from './company';
import { data } from './data';
import { edge } from './edge';
import { laptop } from './laptop';
import { pipeline } from './pipeline';
import { services } from './services';
import { kinds, type Threat, type Threats } from './threat';

const document = 'docs/threats.md';

const all: readonly Threats[] = [edge, api, pipeline, data, services, company, laptop];

/** `docs/threats.md`: the threats by trust boundary of the data-flow drawing, each with its tests. */
export const threats: Chapter = (from) => {
  const claims = all.flatMap((one) => one.threats.flatMap(claimOf));
  verify(document, claims, from);
  const missing = boundaries.filter(({ id }) => id !== 'internet' && !all.some(({ boundary }) => covers(boundary, id)));
  if (missing.length > 0)
    throw new Error(`${document}: no threats for ${missing.map(({ title }) => title).join(', ')}`);
  const place = { document, root: from.root };
  const item = ({ kind, text, response }: Threat) => {
    const { evidence = [] } = response;
    const sentence = 'accepted' in response ? `**Accepted, because** ${response.accepted}` : response.text;
    return [
      `- **${kinds[kind]}.** ${text} ${sentence}`,
      ...evidence.map((each) => `  - ${citation(each, place)}`),
    ].join('\n');
  };
  const count = (isAccepted: boolean) =>
    all.flatMap((one) => one.threats).filter(({ response }) => 'accepted' in response === isAccepted).length;
  const content = page(
    generated('threats/'),
    '# Threats',
    `The threats of the platform, by the trust boundaries of [the data-flow drawing](review/data-flow.md) and by STRIDE. Each has the tests that fail without its countermeasure, or the reason why it is accepted: ${count(false)} are covered by tests, ${count(true)} are accepted. A test that does not exist any more fails the generation of this page. [Access](access.md) describes sign-in and permissions, and [SECURITY.md](../SECURITY.md) how to report a vulnerability.`,
    ...all.flatMap(({ boundary, threats }) => [
      `## ${titleOf(boundary)}`,
      ...(typeof boundary === 'string' ? [] : [boundary.detail]),
      sorted(threats).map(item).join('\n'),
    ]),
  );
  return [{ path: document, content }];
};

function claimOf({ text, response }: Threat): Claim[] {
  const [first, ...rest] = response.evidence ?? [];
  return first ? [{ text, evidence: [first, ...rest] }] : [];
}

function sorted(threats: readonly Threat[]): Threat[] {
  const order = Object.keys(kinds);
  return threats.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The second region has copies of what the first one has. */
const covers = (boundary: Threats['boundary'], id: BoundaryId) =>
  boundary === id || (boundary === 'data' && (id === 'replica' || id === 'region'));

function titleOf(boundary: Threats['boundary']): string {
  if (typeof boundary !== 'string') return boundary.title;
  const { title } = boundaries.find(({ id }) => id === boundary) as (typeof boundaries)[number];
  return title;
}
