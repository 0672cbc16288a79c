import { blockCommentText, codePassages } from './code-passages';
import { type Audience, mask, maskCode, type Passage } from './passage';

const readers: readonly [RegExp, (source: string, path: string) => Passage[]][] = [
  [/\.[cm]?[jt]s$/, (source, path) => codePassages(source, isTest(path))],
  [/\.md$/, markdown],
  [/\.html$/, html],
  [/\.sql$/, (source) => matches(source, /(?:^[ \t]*--.*\n?)+|--[ \t].*/gm, sqlText)],
  [/\.css$/, (source) => matches(source, /\/\*[\s\S]*?\*\//g, blockCommentText)],
  [/\.(?:ya?ml|py)$|^\.ci\/run$/, (source) => matches(source, /(?:^[ \t]*#(?!!).*\n?)+|(?<=\s)#[ \t].*/gm, hashText)],
];

/** Whether the checker reads such a file. */
export function isRead(path: string): boolean {
  return readers.some(([name]) => name.test(path));
}

/** The prose of a file. `path` is relative to the repository's root, with slashes. */
export function passages(path: string, source: string): Passage[] {
  const reader = readers.find(([name]) => name.test(path));
  return reader === undefined ? [] : reader[1](source, path);
}

function isTest(path: string): boolean {
  return /^test\/|^local\/test\/|\.test\.[cm]?ts$/.test(path);
}

function markdown(source: string): Passage[] {
  const comments = matches(source, /<!--[\s\S]*?-->/g, (comment) => mask(comment, /<!--|-->/g, ' '));
  const fences = mask(source, /^[ \t]*```(?:json|ts|js|sql|yaml|xml|http)\b[\s\S]*?^[ \t]*```/gm, '_');
  const prose = mask(mask(fences, /<!--[\s\S]*?-->/g, ' '), /^[ \t]*```.*$|<\/?[a-z][^>\n]*>/gm, ' ');
  return [...comments, { audience: 'visible', start: 0, text: maskCode(prose) }];
}

function html(source: string): Passage[] {
  const comments = matches(source, /<!--[\s\S]*?-->/g, (comment) => mask(comment, /<!--|-->/g, ' '));
  const attributes = matches(
    source,
    /(?<=\s(?:title|placeholder|alt|aria-label|content|label)=")[^"]*/g,
    (text) => text,
    'visible',
  );
  const prose = mask(mask(source, /<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1>/g, ' '), /<[^>]*>/g, '.');
  return [...comments, ...attributes, { audience: 'visible', start: 0, text: prose }];
}

function sqlText(comment: string): string {
  return maskCode(mask(comment, /^[ \t]*--+/gm, ' '));
}

function hashText(comment: string): string {
  return maskCode(mask(comment, /^[ \t]*#+/gm, ' '));
}

function matches(
  source: string,
  pattern: RegExp,
  read: (text: string) => string,
  audience: Audience = 'comment',
): Passage[] {
  return [...source.matchAll(pattern)].map((match) => ({ audience, start: match.index, text: read(match[0]) }));
}
