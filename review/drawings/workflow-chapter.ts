import type { Assembly } from '../../checks';
import { type Placed, resources } from '../../checks/rule';
import type { Chapter, Document } from '../document';
import { meaningOf } from './conditions';
import { page, picture, shown, table } from './page';
import { nameOf } from './qualified';
import { type Machine, machineOf, type State } from './workflow';
import { type Sheet, workflowSheets } from './workflow-sheets';

interface Part {
  /** Of the page and its pictures: `way-of-an-asset`. */
  readonly file: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** What is said of each state machine. */
const parts: Readonly<Record<string, Part>> = {
  Workflow: {
    file: 'way-of-an-asset',
    title: 'The way of an asset',
    lines: [
      'The picture and the speech of a film are made side by side, in the two branches of `Make`. An error in the picture ends',
      'the film as `FAILED`; an error in the speech only leaves out what it concerns: the film is published without it.',
      'Each `Publish…` puts a new publication in force as soon as one more track is there. The words of it:',
      '[docs/processing.md](../processing.md#the-way-of-an-asset).',
    ],
  },
  Lifecycle: {
    file: 'lifecycle-of-recommenders',
    title: 'The lifecycle of recommenders',
    lines: [
      'A schedule starts it. It moves datasets to the schemas in force, imports interactions when there are enough to learn',
      'from, and creates, starts, stops and deletes recommenders. The last part comes whatever became of those before.',
    ],
  },
  Popularity: {
    file: 'popularity',
    title: 'The rankings of titles',
    lines: ['A schedule starts it. It asks the lake for each ranking, and keeps the result in the table of rankings.'],
  },
};

/** The state machines, drawn from their definitions. */
export const workflowChapter: Chapter = async ({ assemblies: { review } }) => {
  const machines = resources(review, 'AWS::StepFunctions::StateMachine');
  const documents = await Promise.all(machines.map((placed) => documentsOf(review, placed)));
  return documents.flat();
};

async function documentsOf(assembly: Assembly, placed: Placed): Promise<Document[]> {
  const part = parts[nameOf(placed.logicalId)];
  if (!part) throw new Error(`review/drawings/workflow-chapter.ts has no page for ${placed.construct}`);
  const machine = machineOf(placed);
  const sheets = await workflowSheets(part.title, machine);
  const fileOf = (index: number) => (index === 0 ? part.file : `${part.file}-${index + 1}`);
  return [
    ...sheets.map(({ svg }, index) => picture(fileOf(index), svg)),
    page(part.file, 'workflow-chapter.ts', [
      `# ${part.title}`,
      '',
      ...part.lines,
      '',
      `Drawn from the definition of \`${nameOf(placed.logicalId)}\` in the template of \`${placed.stack.name}\` (stage \`${assembly.stage}\`).`,
      'Orange: a Lambda function is invoked; blue: a service is called without one; grey: choices, waits and passes; purple:',
      'parallel branches, or one for each item. An arrow without a text from a choice is its default. States that only a lost',
      'event leads to, one after the other, share a box.',
      ...sheets.flatMap(({ title }: Sheet, index) => ['', shown(fileOf(index), title)]),
      '',
      ...conditionsOf(machine),
    ]),
  ];
}

/** What the texts at choices stand for. */
function conditionsOf(machine: Machine): string[] {
  const rows = statesOf(machine).flatMap(({ name, next }) =>
    next.flatMap(({ condition, to }) => {
      return condition ? [[`\`${name}\``, meaningOf(condition), `\`${condition}\``, `\`${to}\``]] : [];
    }),
  );
  if (rows.length === 0) return ['It has no choices.'];
  return ['## Choices', '', ...table(['State', 'In the drawing', 'Condition', 'Leads to'], rows)];
}

const statesOf = ({ states }: Machine): State[] =>
  states.flatMap((state) => [state, ...state.branches.flatMap(statesOf)]);
