import type { Audience, Passage } from './passage';
import { passages } from './passages';
import { patterns } from './patterns';

/** One place where a pattern matches. */
export interface Hit {
  /** Relative to the repository's root, with slashes. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly pattern: string;
  readonly audience: Audience;
  /** The match with a few words around it, on one line. */
  readonly excerpt: string;
  readonly advice: string;
}

/** A comment that exempts its own line and the next one. The reason is required. */
const exemption = /\benglish-ignore: *\S/;

/** The hits of a file, by position. */
export function hitsOf(path: string, source: string): Hit[] {
  const starts = lineStarts(source);
  const exempt = exemptLines(source);
  return passages(path, source)
    .flatMap((passage) => matches(passage, source))
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, ...hit }) => {
      const line = starts.findLastIndex((start) => start <= offset) + 1;
      const column = offset - source.lastIndexOf('\n', offset - 1);
      return { path, line, column, ...hit };
    })
    .filter(({ line }) => !exempt.has(line));
}

function matches({ audience, start, text }: Passage, source: string) {
  const original = source.slice(start, start + text.length);
  return patterns
    .filter((pattern) => pattern.audience === undefined || pattern.audience === audience)
    .flatMap(({ id, expression, advice }) =>
      [...text.matchAll(expression)].map((match) => {
        // Some patterns begin with punctuation, which is not where the eye looks.
        const lead = match[0].search(/[^\s;,]/);
        const at = match.index + lead;
        const around = excerpt(original, at, match[0].length - lead);
        return { offset: start + at, pattern: id, audience, excerpt: around, advice };
      }),
    );
}

function lineStarts(source: string): number[] {
  return [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function exemptLines(source: string): Set<number> {
  return new Set(source.split('\n').flatMap((text, index) => (exemption.test(text) ? [index + 1, index + 2] : [])));
}

function excerpt(text: string, offset: number, length: number): string {
  const before = text.slice(0, offset).slice(-25);
  const after = text.slice(offset + length, offset + length + 35);
  const words = [
    offset > 25 ? before.replace(/^\S*\s/, '') : before,
    text.slice(offset, offset + length),
    offset + length + 35 < text.length ? after.replace(/\s\S*$/, '') : after,
  ].join('');
  const markers = /(^|\s)(?:\/\/|\/\*\*?|\*\/?|--)(?=\s|$)/g;
  return words.replace(markers, ' ').replace(/\s+/g, ' ').trim();
}
