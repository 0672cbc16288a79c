import { basename } from 'node:path';
import type { Chapter } from '../document';
import { generated, page, table } from '../markdown';
import { topics } from './questions';

const parts: readonly (readonly [string, string])[] = [
  ['[Architecture](architecture.md)', 'the whole system in one picture, and what shows each arrow of it'],
  ['[The flow, step by step](../flow.md)', 'twelve steps, each with construct, function, alarm and test'],
  ['[The way of an asset](way-of-an-asset.md)', 'the states of the workflow, drawn from its definition'],
  ['[Data flow](data-flow.md)', 'what passes where, and the boundaries of trust'],
  ['[Who may read what](who-may-read-what.md)', 'functions, services and people, by the policies'],
  ['[Stacks](stacks.md)', 'in the order of a deployment, with their regions'],
  [
    '[Lifecycle of recommenders](lifecycle-of-recommenders.md), [rankings](popularity.md)',
    'the states of the scheduled workflows',
  ],
  ['[Inventory](inventory.md)', 'every store of data, every key, every type of resource'],
  ['[Permissions](permissions.md)', 'role, action and resource, with what shows that it is needed'],
  ['[Quotas](quotas.md)', 'how full they are, and which can be raised'],
  ['[Cost](../cost.md)', 'by service, month and unit'],
  ['[Freshness](freshness.md)', 'how old reports and recommendations can be'],
  ['[Well-Architected review](well-architected.md)', 'claims and gaps by six pillars'],
  ['[When a region fails](region-failure.md)', 'what continues, what stops, what viewers and creators see'],
  ['[Answers for a board](board.md)', 'there, by configuration, by code, or not there'],
  ['[Decisions](../adr/README.md)', 'each in one line'],
];

/** `docs/review/README.md`: the table of contents, by question. */
export const contents: Chapter = () => {
  const content = page(
    generated('contents/'),
    '# Review pack',
    'Written by `npm run review` from the synthesized stages and from claims that are checked: a claim whose test, template line or source is gone fails `npm run check`, as does a file that is not what the sources give. Look for your question below, or begin with the picture and the flow.',
    '## Parts',
    table(['part', 'what is in it'], parts),
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

/** Files whose names say too little. */
const named: Readonly<Record<string, string>> = {
  '../adr/README.md': 'decisions',
  '../../README.md': 'README of the project',
  '../../bench/README.md': 'benchmarks',
};

/** A link that shows where it leads: `inventory › keys`. */
function linkTo(target: string): string {
  const [path = '', anchor] = target.split('#');
  const name = named[path] ?? basename(path, '.md');
  return `[${anchor ? `${name} › ${anchor.replaceAll('-', ' ')}` : name}](${target})`;
}
