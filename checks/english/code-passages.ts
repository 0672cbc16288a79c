import { mask, maskCode, type Passage } from './passage';
import { type Lexeme, lexemes } from './script';

/** The prose of a JavaScript or TypeScript file. The strings of a test are data or titles, and are left out. */
export function codePassages(source: string, isTest: boolean): Passage[] {
  const all = lexemes(source);
  const comments = all.filter(({ type }) => type.endsWith('comment'));
  const literals = isTest ? [] : all.filter(({ type }) => !type.endsWith('comment'));
  return [
    ...joined(comments, (before, after) => continuesComment(source, before, after)).map((group) =>
      commentPassage(source, group),
    ),
    ...joined(literals, (before, after) => /^\s*\+\s*$/.test(source.slice(before.end, after.start)))
      .map((group) => literalPassage(source, group))
      .filter(({ text }) => isSentence(text)),
  ];
}

/** The prose of a comment whose markers are `//`, or `/*` with a star on each line. */
export function blockCommentText(comment: string): string {
  return maskCode(mask(comment, /^\/\*+|\*+\/$|^[ \t]*\*(?=[ \t\n])|^[ \t]*\/\/+/gm, ' '));
}

function commentPassage(source: string, group: Lexeme[]): Passage {
  const { start, end } = span(group);
  return { audience: 'comment', start, text: blockCommentText(source.slice(start, end)) };
}

function literalPassage(source: string, group: Lexeme[]): Passage {
  const { start, end } = span(group);
  const text = source.slice(start, end).split('');
  const fill = (from: number, to: number, by: string) => text.fill(by, from - start, to - start);
  let past = start;
  for (const { start: from, end: to, holes } of group) {
    // The quotes, and what puts two literals together.
    fill(past, from + 1, ' ');
    fill(to - 1, to, ' ');
    for (const hole of holes) fill(hole.start, hole.end, '_');
    past = to;
  }
  return { audience: 'visible', start, text: maskCode(mask(text.join(''), /\\[ntr]/g, ' ')) };
}

/** Two words can be a name. A text for people has three, or two and a capital letter: `Not found`. */
function isSentence(text: string): boolean {
  const words = text.trim();
  return (words.match(/\s+/g) ?? []).length > 1 || /^[A-Z][a-z]* \w/.test(words);
}

function continuesComment(source: string, before: Lexeme, after: Lexeme): boolean {
  if (before.type !== 'line-comment' || after.type !== 'line-comment') return false;
  return /^\n[ \t]*$/.test(source.slice(before.end, after.start)) && column(source, before) === column(source, after);
}

function column(source: string, { start }: Lexeme): number {
  return start - source.lastIndexOf('\n', start);
}

function joined(all: readonly Lexeme[], continues: (before: Lexeme, after: Lexeme) => boolean): Lexeme[][] {
  const groups: Lexeme[][] = [];
  for (const lexeme of all) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (last !== undefined && continues(last, lexeme)) group?.push(lexeme);
    else groups.push([lexeme]);
  }
  return groups;
}

function span(group: readonly Lexeme[]): { start: number; end: number } {
  return { start: group[0]?.start ?? 0, end: group.at(-1)?.end ?? 0 };
}
