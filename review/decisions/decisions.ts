import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from '../document';
import { generated, page, table } from '../markdown';

/** The heading and the decision of a record in `docs/adr/`. */
export interface Decision {
  readonly number: number;
  readonly file: string;
  readonly title: string;
  /** The first sentence after **Decided.** */
  readonly decided: string;
}

/** `docs/adr/README.md`: every decision in one line. */
export const decisions: Chapter = ({ root }) => {
  const folder = 'docs/adr';
  const files = readdirSync(join(root, folder)).filter((name) => /^\d{4}-.*\.md$/.test(name));
  const records = files.sort().map((file) => decisionIn(file, readFileSync(join(root, folder, file), 'utf8')));
  const content = page(
    generated('decisions/'),
    '# Decisions',
    'These records explain decisions that a newcomer would question. Each record contains the decision, its reasons and the rejected alternatives.',
    table(
      ['number', 'title', 'decided'],
      records.map(({ number, file, title, decided }) => [number, `[${title}](${file})`, decided]),
    ),
    gapsIn(records.map(({ number }) => number)),
  );
  return [{ path: `${folder}/README.md`, content }];
};

/** Throws if the heading does not contain the file's number, or if no decision is marked. */
export function decisionIn(file: string, text: string): Decision {
  const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
  if (!title || Number(number) !== Number(file.slice(0, 4)))
    throw new Error(`docs/adr/${file}: the heading must be '# ${Number(file.slice(0, 4))}. Title'`);
  // The match ends with the first sentence, or with a paragraph before a list.
  const [, decided] =
    /^(?:\*\*Deci(?:ded|sion)\.\*\*|## Decision\n\n)\s*(?:- )?([\s\S]+?(?:\.(?=\s)|:(?=\n)))/m.exec(text) ?? [];
  if (!decided) throw new Error(`docs/adr/${file}: a paragraph that begins with '**Decided.**' is missing`);
  return { number: Number(number), file, title, decided: oneLine(decided) };
}

/** Links in the index and in the record refer to files of the same folder. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').replace(/:$/, '.').trim();

/** The unused numbers. */
export function gapsIn(numbers: readonly number[]): string {
  const missing = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1).filter(
    (number) => !numbers.includes(number),
  );
  if (missing.length === 0) return 'All numbers are used.';
  return missing.length === 1
    ? `Number ${missing[0]} is not used.`
    : `Numbers ${missing.slice(0, -1).join(', ')} and ${missing.at(-1)} are not used.`;
}
