import { basename } from 'node:path';
import type { Chapter } from '../document';
import { generated, page, table } from '../markdown';
import { topics } from './questions';

const parts: readonly (readonly [string, string])[] = [
  ['[Architecture](architecture.md)', 'the whole system in one picture, with the evidence of each arrow'],
  ['[The flow, step by step](../flow.md)', 'twelve steps, each with its constructs, functions, alarms and tests'],
  ['[The way of an asset](way-of-an-asset.md)', 'the states of the workflow, drawn from its definition'],
  ['[Data flow](data-flow.md)', 'the data on each path, and the trust boundaries'],
  ['[Who may read what](who-may-read-what.md)', 'the access of functions, services and people, from the policies'],
  ['[Stacks](stacks.md)', 'the stacks in the order of a deployment, with their regions'],
  [
    '[Lifecycle of recommenders](lifecycle-of-recommenders.md), [rankings](popularity.md)',
    'the states of the scheduled workflows',
  ],
  ['[Inventory](inventory.md)', 'every store of data, every key, every type of resource'],
  ['[Permissions](permissions.md)', 'role, action and resource, with the evidence that each permission is needed'],
  ['[Quotas](quotas.md)', 'the use of each quota, and which quotas can be raised'],
  ['[Cost](../cost.md)', 'the cost by service, month and unit'],
  ['[Freshness](freshness.md)', 'how old the data of reports and recommendations can be'],
  ['[Well-Architected review](well-architected.md)', 'claims and gaps by six pillars'],
  [
    '[When a region fails](region-failure.md)',
    'the parts that continue and stop, and the effects for viewers and creators',
  ],
  ['[Answers for a board](board.md)', 'what is available, by configuration or by code, and what is not'],
  ['[Decisions](../adr/README.md)', 'each decision in one line'],
];

/** `docs/review/README.md`: the table of contents, by question. */
export const contents: Chapter = () => {
  const content = page(
    generated('contents/'),
    '# Review pack',
    '`npm run review` writes this pack from the synthesized stages and from claims with evidence. `npm run check` fails if the test, template line or source of a claim is missing, or if a file of the pack is out of date. Look for your question below, or begin with the picture and the flow.',
    '## Parts',
    table(['part', 'content'], parts),
    '## Questions',
    topics.map(({ title }) => `[${title}](#${title.toLowerCase()})`).join(' · '),
    ...topics.flatMap(({ title, questions }) => [
      `### ${title}`,
      table(
        ['question', 'answer'],
        questions.map(({ asked, answered }) => [asked, answered.map(linkTo).join(', ')]),
      ),
    ]),
  );
  return [{ path: 'docs/review/README.md', content }];
};

/** Names for files whose own names are not clear. */
const named: Readonly<Record<string, string>> = {
  '../adr/README.md': 'decisions',
  '../../README.md': 'README of the project',
  '../../bench/README.md': 'benchmarks',
};

/** A link with its target as text: `inventory › keys`. */
function linkTo(target: string): string {
  const [path = '', anchor] = target.split('#');
  const name = named[path] ?? basename(path, '.md');
  return `[${anchor ? `${name} › ${anchor.replaceAll('-', ' ')}` : name}](${target})`;
}
