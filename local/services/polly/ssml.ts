import type { Engine } from '@aws-sdk/client-polly';
import type { Segment } from '../../engines/speak/messages';
import { type Element, parseXml } from '../../wire/xml-document';
import { attribute, inProsody, invalid, type Style } from './prosody';
import { languages } from './voices';

/** Seconds of `<break strength>`; `strong` is Polly's pause after a sentence, `x-strong` that after a paragraph. */
const strengths: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 0.1,
  weak: 0.15,
  medium: 0.25,
  strong: 0.4,
  'x-strong': 0.8,
};
const maxBreakSeconds = 10;

/**
 * Elements that are read, with the seconds after them. Marks matter only for speech marks, which are not supported
 * here, and a word's role has no effect on these voices.
 */
const pauses: Readonly<Record<string, number>> = { p: 0.8, s: 0.4, mark: 0, w: 0 };

function secondsOf(element: Element): number {
  const time = attribute(element, 'time');
  if (time === undefined) {
    const strength = attribute(element, 'strength') ?? 'medium';
    if (!Object.hasOwn(strengths, strength)) throw invalid(`break strength '${strength}'`);
    return strengths[strength] as number;
  }
  const match = /^\+?(\d+(?:\.\d+)?|\.\d+)(m?s)$/.exec(time.trim());
  const seconds = match ? Number(match[1]) / (match[2] === 'ms' ? 1000 : 1) : Number.NaN;
  if (!(seconds <= maxBreakSeconds)) throw invalid(`break time '${time}'`);
  return seconds;
}

function inLanguage(element: Element, style: Style): Style {
  const wanted = attribute(element, 'xml:lang');
  if (wanted === undefined) throw invalid('lang without xml:lang');
  const language = [...languages].find((code) => code.toLowerCase() === wanted.toLowerCase());
  if (language === undefined) throw invalid(`xml:lang '${wanted}'`);
  return { ...style, language };
}

function aliasOf(element: Element): string {
  const alias = attribute(element, 'alias');
  if (alias === undefined) throw invalid('sub without alias');
  return alias;
}

/**
 * Returns the segments of an SSML document, which is given by its root. Throws `InvalidSsmlException`, also for
 * elements that the laptop's voices do not support.
 */
export function segmentsOf(root: Element, language: string, engine: Engine): Segment[] {
  const segments: Segment[] = [];
  const pause = (seconds: number) => {
    if (seconds > 0) segments.push({ kind: 'pause', seconds });
  };
  const say = (text: string, style: Style) => {
    const words = text.replace(/\s+/gu, ' ');
    const before = segments.at(-1);
    if (before?.kind === 'phrase' && sameStyle(before, style)) {
      segments[segments.length - 1] = { ...before, text: before.text + words };
    } else segments.push({ kind: 'phrase', text: words, ...style });
  };
  const within = (element: Element, style: Style) => {
    for (const child of element.children) {
      if (typeof child === 'string') say(child, style);
      else enter(child, style);
    }
  };
  const enter = (element: Element, style: Style): void => {
    if (element.name === 'break') pause(secondsOf(element));
    else if (element.name === 'lang') within(element, inLanguage(element, style));
    else if (element.name === 'prosody') within(element, inProsody(element, style, engine));
    else if (element.name === 'sub') say(aliasOf(element), style);
    else if (Object.hasOwn(pauses, element.name)) {
      within(element, style);
      pause(pauses[element.name] as number);
    } else throw invalid(`<${element.name}> is not supported by this voice`);
  };

  within(root, { language, rate: 1, pitch: 1, volume: 1 });
  return segments.filter((segment) => segment.kind === 'pause' || segment.text.trim() !== '');
}

function sameStyle(one: Style, other: Style): boolean {
  return (['language', 'rate', 'pitch', 'volume'] as const).every((key) => one[key] === other[key]);
}

/** Parses an SSML document and returns its root. Throws `InvalidSsmlException`. */
export function readSsml(ssml: string): Element {
  try {
    const root = parseXml(ssml);
    if (root.name === 'speak') return root;
  } catch {
    throw invalid('not well-formed');
  }
  throw invalid('the root element is not <speak>');
}

/** Counts the characters that AWS bills: those outside of tags. */
export function billedLength({ children }: Element): number {
  return children.reduce<number>(
    (sum, child) => sum + (typeof child === 'string' ? lengthOf(child) : billedLength(child)),
    0,
  );
}

/** Counts characters, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
