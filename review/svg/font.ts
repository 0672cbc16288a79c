import { readFileSync } from 'node:fs';
import { type Font, parse } from 'opentype.js';

export type Weight = 'regular' | 'medium' | 'semibold' | 'bold';

const files: Record<Weight, () => string> = {
  regular: () => require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  medium: () => require.resolve('@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf'),
  semibold: () => require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  bold: () => require.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
};

const fonts = new Map<Weight, Font>();

function fontOf(weight: Weight): Font {
  const known = fonts.get(weight);
  if (known) return known;
  const bytes = readFileSync(files[weight]());
  const font = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  fonts.set(weight, font);
  return font;
}

/** One character as an outline, in font units, its origin on the baseline. */
interface Outline {
  readonly id: string;
  readonly path: string;
  readonly x: number;
}

/** A line of text as outlines. */
export interface TextLine {
  readonly outlines: readonly Outline[];
  /** In font units. */
  readonly width: number;
  readonly unitsPerEm: number;
}

interface Character {
  readonly id: string;
  readonly path: string;
  readonly advance: number;
}

const characters = new Map<string, Character>();

function characterOf(character: string, weight: Weight): Character {
  const key = `${weight} ${character}`;
  const known = characters.get(key);
  if (known) return known;
  const font = fontOf(weight);
  const glyph = font.charToGlyph(character);
  if (glyph.index === 0) throw new Error(`Inter has no character “${character}”`);
  const path = glyph.getPath(0, 0, font.unitsPerEm).toPathData(0);
  const found = { id: `${weight}-${glyph.index}`, path, advance: glyph.advanceWidth };
  characters.set(key, found);
  return found;
}

/** Sets one line in Inter. Throws for a character that is missing in the font, which would be drawn as an empty box. */
export function setLine(text: string, weight: Weight): TextLine {
  const outlines: Outline[] = [];
  let x = 0;
  for (const character of text) {
    const { id, path, advance } = characterOf(character, weight);
    if (path) outlines.push({ id, path, x });
    x += advance;
  }
  return { outlines, width: x, unitsPerEm: fontOf(weight).unitsPerEm };
}

/** The width of a line, in the unit of `size`. */
export function textWidth(text: string, size: number, weight: Weight = 'regular'): number {
  const { width, unitsPerEm } = setLine(text, weight);
  return (width * size) / unitsPerEm;
}

/** Breaks a text at spaces into lines that are at most `width` wide; a longer word gets its own line. */
export function wrap(text: string, width: number, size: number, weight: Weight = 'regular'): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size, weight) <= width)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
