import type { Assembly } from '../../checks';
import { type Placed, resources } from '../../checks/rule';
import type { Chapter, Document } from '../document';
import { meaningOf } from './conditions';
import { page, picture, shown, table } from './page';
import { nameOf } from './qualified';
import { type Machine, machineOf, type State } from './workflow';
import { type Sheet, workflowSheets } from './workflow-sheets';

interface Part {
  /** The file name of the page and its pictures: `way-of-an-asset`. */
  readonly file: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** The texts for each state machine. */
const parts: Readonly<Record<string, Part>> = {
  Workflow: {
    file: 'way-of-an-asset',
    title: 'The way of an asset',
    lines: [
      'The two branches of `Make` process the picture and the speech of a film in parallel. An error in the picture fails the',
      'film (`FAILED`). After an error in the speech, the film is published without the affected part. Each `Publish…` state',
      'makes a new publication current as soon as another track exists. The details are in',
      '[docs/processing.md](../processing.md#the-way-of-an-asset).',
    ],
  },
  Lifecycle: {
    file: 'lifecycle-of-recommenders',
    title: 'The lifecycle of recommenders',
    lines: [
      'A schedule starts this state machine. It moves datasets to the current schemas, imports interactions if there are enough',
      'of them, and creates, starts, stops and deletes recommenders. The last part runs even if the earlier parts failed.',
    ],
  },
  EraseAsset: {
    file: 'erasure-of-an-asset',
    title: 'The erasure of an asset',
    lines: [
      'A deletion starts this state machine. It erases each store, waits until nothing can still be writing, and searches each',
      'store. If it finds something, it begins again. The details are in [docs/erasure.md](../erasure.md).',
    ],
  },
  EraseViewer: {
    file: 'erasure-of-a-viewer',
    title: 'The erasure of a viewer',
    lines: [
      'It has the form of the [erasure of an asset](erasure-of-an-asset.md), with the stores of a viewer. It waits until the',
      'access tokens of the deleted user have expired.',
    ],
  },
  Popularity: {
    file: 'popularity',
    title: 'The rankings of titles',
    lines: [
      'A schedule starts this state machine. It queries the lake for each ranking and stores the results in a table.',
    ],
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
      `This drawing is generated from the definition of \`${nameOf(placed.logicalId)}\` in the template of \`${placed.stack.name}\` (stage \`${assembly.stage}\`).`,
      'Orange states invoke a Lambda function, and blue states call a service directly. Grey states are choices, waits and',
      'passes. Purple boxes contain parallel branches, or one branch for each item. An arrow without text from a choice is its',
      'default. States that follow only after a lost event share a box. The states in which a step waits for a busy service, or',
      'looks at its job, are part of the step.',
      ...sheets.flatMap(({ title }: Sheet, index) => ['', shown(fileOf(index), title)]),
      '',
      ...conditionsOf(machine),
    ]),
  ];
}

/** The meaning of the texts at choices. */
function conditionsOf(machine: Machine): string[] {
  const rows = statesOf(machine).flatMap(({ name, next }) =>
    next.flatMap(({ condition, to }) => {
      return condition ? [[`\`${name}\``, meaningOf(condition), `\`${condition}\``, `\`${to}\``]] : [];
    }),
  );
  if (rows.length === 0) return ['This state machine has no choices.'];
  return ['## Choices', '', ...table(['State', 'In the drawing', 'Condition', 'Leads to'], rows)];
}

const statesOf = ({ states }: Machine): State[] =>
  states.flatMap((state) => [state, ...state.branches.flatMap(statesOf)]);
