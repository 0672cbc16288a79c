import type { Assembly } from '../../checks';
import { resources } from '../../checks/rule';
import type { Chapter } from '../document';
import { textOf, Witness } from './evidence';
import { flowDrawing } from './flow-drawing';
import { boundaries, type Flow, leftOut, parties } from './flows';
import { learning } from './flows-learning';
import { making } from './flows-making';
import { watching } from './flows-watching';
import { page, picture, shown, table } from './page';
import { nameOf, qualified } from './qualified';
import { storesOf } from './stores';
import { functionName } from './workflow';

interface Sheet {
  readonly file: string;
  readonly title: string;
  readonly flows: readonly Flow[];
}

const sheets: readonly Sheet[] = [
  { file: 'data-flow', title: 'Data flow: signing in, watching, and the second region', flows: watching },
  { file: 'data-flow-2', title: 'Data flow: from a source to a film', flows: making },
  { file: 'data-flow-3', title: 'Data flow: what viewers do', flows: learning },
];

/** Data flows and the boundaries that they cross, each with what shows it in the templates. */
export const flowChapter: Chapter = async ({ assemblies: { review } }) => {
  const problems = problemsOf(review);
  if (problems.length > 0) throw new Error(`The data flow is not that of the templates:\n${problems.join('\n')}`);
  const starts = sheets.map((_, index) => 1 + sheets.slice(0, index).reduce((sum, { flows }) => sum + flows.length, 0));
  const drawn = await Promise.all(
    sheets.map(({ title, flows }, index) =>
      flowDrawing(title, { boundaries, parties, flows, first: starts[index] ?? 1 }),
    ),
  );
  return [
    ...sheets.map(({ file }, index) => picture(file, drawn[index] ?? '')),
    page('data-flow', 'flow-chapter.ts', [
      '# Data flow and trust boundaries',
      '',
      'Dashed red: a boundary; data enters it only by the check in brackets at the arrow. Rounded: people; blue: what works on',
      'data; green: what keeps it. An arrow goes from who has the data to who gets it, or from who asks to who answers. The',
      'numbers are those of the tables. Roles and services of AWS are known by their signatures (SigV4), and',
      '[their endpoints take no less than TLS 1.2](https://aws.amazon.com/blogs/security/tls-1-2-required-for-aws-endpoints/).',
      'Which groups of users may do what: [who may read what](who-may-read-what.md#users).',
      '',
      'The flows are chosen by hand. Each rests on lines of the templates of stage `review`, which are looked up when this page',
      'is generated: where one is gone, or a store, function or state machine has no place, the generation fails.',
      ...sheets.flatMap(({ file, title, flows }, index) => [
        ...['', `## ${title.replace(/^Data flow: /, '').replace(/^./, (letter) => letter.toUpperCase())}`, ''],
        ...[shown(file, title), ''],
        ...flowTable(flows, starts[index] ?? 1),
      ]),
      '',
      '## Not in the drawings',
      '',
      ...table(
        ['Store', 'What it is'],
        Object.entries(leftOut).map(([name, reason]) => [`\`${name}\``, reason]),
      ),
    ]),
  ];
};

function flowTable(flows: readonly Flow[], first: number): string[] {
  const titleOf = (id: string) => parties.find((party) => party.id === id)?.title ?? id;
  const rows = flows.map(({ from, to, data, by, protection, evidence }, index) => [
    ...[String(first + index), `${titleOf(from)} → ${titleOf(to)}`, data, by, protection],
    evidence.map(textOf).join('; '),
  ]);
  return table(['', 'Flow', 'Data', 'Sender known by', 'Protection', 'In the templates'], rows);
}

/** What of the flows the templates do not show, and what of the templates has no place in the flows. */
export function problemsOf(assembly: Assembly): string[] {
  const witness = new Witness(assembly);
  const flows = sheets.flatMap((sheet) => sheet.flows);
  const own = qualified(assembly);
  const places = new Set([...parties.flatMap(({ stands }) => stands), ...Object.keys(leftOut)]);
  const present = new Set([
    ...storesOf(own).map(({ stack, name }) => `${stack}.${name}`),
    ...resources(own, 'AWS::Lambda::Function').map(
      ({ logicalId }) => `${logicalId.split('.')[0]}.${functionName(logicalId)}`,
    ),
    ...resources(own, 'AWS::StepFunctions::StateMachine').map(
      ({ logicalId }) => `${logicalId.split('.')[0]}.${nameOf(logicalId)}`,
    ),
  ]);
  const isParty = (id: string) => parties.some((party) => party.id === id);
  return [
    ...flows.flatMap(({ from, to, evidence }) =>
      evidence.flatMap((each) => {
        const problem = witness.problemWith(each);
        return problem ? [`${from} → ${to}: ${problem}`] : [];
      }),
    ),
    ...flows.flatMap(({ from, to }) => [from, to].filter((id) => !isParty(id)).map((id) => `no party is called ${id}`)),
    ...[...present]
      .filter((name) => !places.has(name))
      .map((name) => `${name} has no place in review/drawings/flows.ts`),
    ...[...places]
      .filter((name) => !present.has(name))
      .map((name) => `${name} is in review/drawings/flows.ts, and not in the templates`),
  ];
}
