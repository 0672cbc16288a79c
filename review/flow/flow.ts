import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Placed, resources } from '../../checks/rule';
import type { Chapter, Source } from '../document';
import { citation, code, fileLink, type Place } from '../evidence/citation';
import type { Claim } from '../evidence/evidence';
import { verify } from '../evidence/faults';
import { slugOf } from '../evidence/links';
import { nameOf } from '../evidence/template-lines';
import { generated, page } from '../markdown';
import type { Step } from './step';
import { stepsIn } from './steps-in';
import { stepsOut } from './steps-out';

const steps = [...stepsIn, ...stepsOut];

/** `docs/flow.md`: the twelve steps, each with what makes it, watches it and shows it. */
export const flow: Chapter = (source) => {
  const place: Place = { document: 'docs/flow.md', root: source.root };
  const alarms = new Map(
    resources(source.assemblies.prod, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm')
      // The others are signals of a composite alarm.
      .filter(({ resource }) => resource.Properties?.AlarmActions)
      .map((each) => [nameOf(each), each]),
  );
  const claims = steps.map(({ title, shown }): Claim => ({ text: title, evidence: shown }));
  const faults = [...filesOf(source), ...alarmsOf(alarms)];
  if (faults.length > 0) throw new Error(faults.map((each) => `${place.document}: ${each}`).join('\n'));
  verify(place.document, claims, source);
  const content = page(
    generated('flow/'),
    '# The flow, step by step',
    'This page describes the flow from the sign-in to the dashboards. Each step lists its constructs, functions and alarms, and its evidence in templates and tests. [Architecture](architecture.md) explains the whole, and [the architecture diagram](review/architecture.md) shows it.',
    steps.map(({ title }, index) => `${index + 1}. [${title}](#${slugOf(`${index + 1}. ${title}`)})`).join('\n'),
    ...steps.map((step, index) => section(step, index + 1, alarms, place)),
  );
  return [{ path: place.document, content }];
};

function section(step: Step, number: number, alarms: ReadonlyMap<string, Placed>, place: Place): string {
  const link = (file: string) => fileLink(place, code(file), file);
  const watching = step.alarms.map((name) => alarmLine(name, alarms.get(name)));
  return [
    `## ${number}. ${step.title}`,
    '',
    step.text,
    '',
    `- **Constructs**: ${step.constructs.map(link).join(', ')}`,
    `- **Functions**: ${step.handlers.map(({ entry }) => link(entry)).join(', ')}`,
    watching.length > 0 ? `- **Alarms**:\n${watching.join('\n')}` : '- **Alarms**: none.',
    `- **Evidence**:\n${step.shown.map((each) => `  - ${citation(each, place)}`).join('\n')}`,
  ].join('\n');
}

function alarmLine(name: string, alarm: Placed | undefined): string {
  const [, meaning = '', section = ''] =
    /^(.*) Runbook: docs\/runbook\.md#([\w-]+)$/.exec(alarm?.resource.Properties?.AlarmDescription ?? '') ?? [];
  return `  - ${code(name)}: ${meaning} [Runbook](runbook.md#${section})`;
}

/** Missing files, functions that their construct does not create, and functions without a step. */
function filesOf({ root }: Source): string[] {
  const named = steps.flatMap(({ constructs, handlers }) => [...constructs, ...handlers.map(({ entry }) => entry)]);
  const missing = named.filter((file) => !existsSync(join(root, file))).map((file) => `there is no ${file}`);
  const elsewhere = steps.flatMap(({ handlers }) =>
    handlers
      .filter(({ entry, madeIn }) => {
        const path = join(root, madeIn);
        return !existsSync(path) || !readFileSync(path, 'utf8').includes(`/${basename(entry, '.lambda.ts')}.env'`);
      })
      .map(({ entry, madeIn }) => `${madeIn} does not make ${entry}`),
  );
  const all = readdirSync(join(root, 'lambda'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.lambda.ts'))
    .map((file) => join('lambda', file));
  const unplaced = all.filter((file) => !named.includes(file)).map((file) => `${file} is in no step`);
  return [...missing, ...elsewhere, ...unplaced.sort()];
}

/** Alarms that are named and are not in the template, and alarms without a step. */
function alarmsOf(alarms: ReadonlyMap<string, Placed>): string[] {
  const named = steps.flatMap((step) => step.alarms);
  return [
    ...named.filter((name) => !alarms.has(name)).map((name) => `there is no alarm ${name}`),
    ...[...alarms.keys()].filter((name) => !named.includes(name)).map((name) => `the alarm ${name} is in no step`),
  ];
}
