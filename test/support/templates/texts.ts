import { linesOf, resourceLines } from './lines';
import { type Names, namesIn } from './names';
import type { StackJson, StageJson } from './stage';
import { inline, isObject, keysOf } from './values';

/** A part of a template: a resource under its logical id and type, or a section such as the outputs. */
export interface Part {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Every part of a stack's template, in the order of their titles. */
export function partsOf(stage: StageJson, { stackName, region, template }: StackJson): Part[] {
  const names = namesIn(stage, template);
  const { Resources, Parameters, Rules, ...sections } = template;
  return [
    { title: `${names.text(stackName)} in ${region}`, lines: [] },
    ...Object.entries(sections).map(([name, section]) => ({ title: name, lines: sectionLines(name, section, names) })),
    ...Object.entries(Resources)
      .map(([id, resource]) => ({ title: `${id} ${resource.Type}`, lines: resourceLines(id, resource, names) }))
      .sort((a, b) => (a.title < b.title ? -1 : 1)),
  ];
}

/** One line for each output. */
function sectionLines(name: string, section: unknown, names: Names): string[] {
  if (!isObject(section)) return linesOf(name, section, names);
  return keysOf(section).map((key) => `${key}: ${inline(section[key], names)}`);
}

export const textOf = (parts: readonly Part[]) =>
  parts.map(({ title, lines }) => [title, ...lines.map((line) => line.replace(/^/gm, '  '))].join('\n')).join('\n');

/** The parts of a text that {@link textOf} made. */
export function partsOfText(text: string): Part[] {
  const parts: { title: string; lines: string[] }[] = [];
  for (const line of text.trim().split('\n')) {
    const part = parts.at(-1);
    if (!line.startsWith('  ') || !part) parts.push({ title: line, lines: [] });
    // A text of several lines is one line of its resource.
    else if (line.startsWith('  | ')) part.lines.push(`${part.lines.pop()}\n${line.slice(2)}`);
    else part.lines.push(line.slice(2));
  }
  return parts;
}
