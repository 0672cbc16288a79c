/** A test with its title. */
export interface TestTitle {
  readonly title: string;
  /** Titles of the surrounding `describe` blocks, outer ones first, without blocks of `describe.each`. */
  readonly within: readonly string[];
}

/** `test('…',`, `it('…',`, `describe('…',`, and the second call of `test.each(rows)('…',`. */
const call = /(?:\b(?:test|it|describe)|\))\s*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1\s*,/g;

interface Block extends TestTitle {
  readonly isTest: boolean;
  readonly indent: number;
}

/** The titles of all tests in the text of a test file. Nesting is read from the indentation, which Biome keeps. */
export function testTitles(text: string): TestTitle[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  const around: Block[] = [];
  for (const match of text.matchAll(call)) {
    const line = text.slice(0, match.index).split('\n').length - 1;
    const kind = kindOf(lines, line);
    if (!kind) continue;
    const indent = indentOf(lines[line] ?? '');
    while (around.length > 0 && (around.at(-1)?.indent ?? 0) >= indent) around.pop();
    const title = (match[2] ?? '').replace(/\\(.)/g, '$1');
    const within = around.map((block) => block.title).filter((each) => !/[%$]/.test(each));
    const block = { title, within, isTest: kind !== 'describe', indent };
    blocks.push(block);
    if (!block.isTest) around.push(block);
  }
  return blocks.filter(({ isTest }) => isTest).map(({ title, within }) => ({ title, within }));
}

/** `test`, `it` or `describe`: read from the line in which the call begins, which may be above that of the title. */
function kindOf(lines: readonly string[], line: number): string | undefined {
  const indent = indentOf(lines[line] ?? '');
  for (let above = line; above >= 0; above--) {
    const text = lines[above] ?? '';
    if (indentOf(text) !== indent) continue;
    const kind = /^\s*(?:needs\(.*?\)\.)?(test|it|describe)\b/.exec(text)?.[1];
    if (kind) return kind;
    // The end of the rows of a table: `])('…',`. Other text with this indentation is another statement.
    if (!/^\s*[\])}]/.test(text)) return undefined;
  }
  return undefined;
}

const indentOf = (line: string): number => (line.trim() === '' ? -1 : line.length - line.trimStart().length);
