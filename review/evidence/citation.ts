import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Claim, Evidence } from './evidence';
import { testTitles } from './test-titles';

/** The document that contains a link, and the root of the repository. */
export interface Place {
  /** The document, relative to the root: `docs/review/board.md`. */
  readonly document: string;
  readonly root: string;
}

/** A relative link to a file of the repository. */
export function fileLink({ document }: Place, text: string, file: string): string {
  return `[${text}](${relative(dirname(document), file)})`;
}

/** Evidence as Markdown with links. */
export function citation(evidence: Evidence, place: Place): string {
  switch (evidence.kind) {
    case 'test':
      return `test ${fileLink(place, escaped(fullTitle(evidence, place)), evidence.file)}`;
    case 'source':
      return `${fileLink(place, code(evidence.file), evidence.file)}: ${code(evidence.text)}`;
    case 'template': {
      const is = evidence.value === undefined ? '' : ` = ${code(JSON.stringify(evidence.value))}`;
      return `template of ${code(evidence.stage)}, ${resourceOf(evidence)}: ${code(evidence.path)}${is}`;
    }
    case 'no-resource':
      return `no ${code(evidence.type)} in ${evidence.stack ? `${evidence.stack}, template` : 'the templates'} of ${code(evidence.stage)}`;
    case 'no-property':
      return `template of ${code(evidence.stage)}, ${resourceOf(evidence)}: no ${code(evidence.path)}`;
    case 'no-text':
      return `${fileLink(place, code(evidence.file), evidence.file)} does not contain ${code(evidence.text)}`;
    case 'no-file':
      return `${code(evidence.file)} does not exist`;
  }
}

/** A claim as a list item with its evidence below. */
export function claimItem({ text, evidence }: Claim, place: Place): string {
  return [`- ${text}`, ...evidence.map((each) => `  - ${citation(each, place)}`)].join('\n');
}

const resourceOf = ({ stack, resource }: { readonly stack: string; readonly resource: string }) =>
  resource.includes('::') ? `every ${code(resource)} of ${stack}` : `${stack}/${resource}`;

function fullTitle({ file, title }: Extract<Evidence, { kind: 'test' }>, { root }: Place): string {
  const found = testTitles(readFileSync(join(root, file), 'utf8')).find((each) => each.title === title);
  return [...(found?.within ?? []), title].join(' › ');
}

/** Text in a code span. A span that contains backticks needs two of them around it. */
export const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** Text that Markdown shows as it is, in a table too. */
const escaped = (text: string): string => text.replace(/[\\[\]*_<>|`]/g, '\\$&');
