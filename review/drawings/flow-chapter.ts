import type { Assembly } from '../../checks';
import { resources } from '../../checks/rule';
import type { Chapter } from '../document';
import { textOf, Witness } from './evidence';
import { flowDrawing } from './flow-drawing';
import { boundaries, type Flow, leftOut, parties } from './flows';
import { erasing } from './flows-erasing';
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
  { file: 'data-flow-4', title: 'Data flow: from a deletion to its certificate', flows: erasing },
];

/** Data flows and the boundaries that they cross, each with its evidence in the templates. */
export const flowChapter: Chapter = async ({ assemblies: { review } }) => {
  const problems = problemsOf(review);
  if (problems.length > 0) throw new Error(`The data flow differs from the templates:\n${problems.join('\n')}`);
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
      'A dashed red line is a trust boundary; data cross it only after the check in brackets at the arrow. Rounded boxes are',
      'people, blue boxes process data, and green boxes store data. An arrow points from the owner of the data to its receiver,',
      'or from the caller to the service. The numbers refer to the tables. Roles and services of AWS are identified by their',
      'signatures (SigV4), and',
      '[their endpoints require at least TLS 1.2](https://aws.amazon.com/blogs/security/tls-1-2-required-for-aws-endpoints/).',
      'The permissions of groups of users are in [who may read what](who-may-read-what.md#users).',
      '',
      'The flows are selected by hand. The evidence of each flow is in the templates of stage `review`. The generation of this',
      'page fails if evidence is missing, or if a store, function or state machine is in no flow.',
      ...sheets.flatMap(({ file, title, flows }, index) => [
        ...['', `## ${title.replace(/^Data flow: /, '').replace(/^./, (letter) => letter.toUpperCase())}`, ''],
        ...[shown(file, title), ''],
        ...flowTable(flows, starts[index] ?? 1),
      ]),
      '',
      '## Not in the drawings',
      '',
      ...table(
        ['Store', 'Content'],
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
  return table(['', 'Flow', 'Data', 'Sender identified by', 'Protection', 'In the templates'], rows);
}

/** Flows without evidence in the templates, and parts of the templates that are in no flow. */
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
    ...flows.flatMap(({ from, to }) => [from, to].filter((id) => !isParty(id)).map((id) => `${id} is not a party`)),
    ...[...present].filter((name) => !places.has(name)).map((name) => `${name} is missing in review/drawings/flows.ts`),
    ...[...places]
      .filter((name) => !present.has(name))
      .map((name) => `${name} is in review/drawings/flows.ts but not in the templates`),
  ];
}
