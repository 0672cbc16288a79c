/** Translates a text without line breaks, or several texts that are separated by empty lines. */
export type Run = (text: string) => Promise<string>;

/** Line breaks, control characters that no engine should get, and the blanks around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that must not get lost
const separator = /([ \t]*[\u0000-\u0008\n-\u001f\u007f\u0085\u2028\u2029][\s\u0000-\u001f]*)/;

/**
 * Removes blanks that the engine added, before punctuation or twice, and restores the original's blanks at both ends.
 */
function tidied(translated: string, original: string): string {
  let text = translated.trim();
  if (!/ {2}/.test(original)) text = text.replace(/ {2,}/g, ' ');
  if (!/ [,.;:!?]/.test(original)) text = text.replace(/ +(?=[,.;:!?](?:\s|$))/g, '');
  const [before] = /^\s*/.exec(original) as RegExpExecArray;
  const [after] = /\s*$/.exec(original) as RegExpExecArray;
  return before + text + after;
}

/**
 * Translates line by line, and keeps the number of lines and their separators. All lines go to the engine together; if
 * the number of lines changes, each goes alone.
 */
export async function translateLines(text: string, run: Run): Promise<string> {
  const pieces = text.split(separator);
  // Every other piece is a separator. Pieces without a letter are not translated.
  const lines = [...pieces.keys()].filter((at) => at % 2 === 0 && /\p{L}/u.test(pieces[at] as string));
  const originals = lines.map((at) => pieces[at] as string);
  if (originals.length === 0) return text;
  const together = (await run(originals.join('\n\n'))).replace(/\s+$/, '').split(/\n[ \t]*\n/);
  const translated = together.length === originals.length ? together : await oneByOne(originals, run);
  for (const [index, at] of lines.entries()) {
    const line = (translated[index] as string).replace(/\s*\n\s*/g, ' ');
    pieces[at] = tidied(line, originals[index] as string);
  }
  return pieces.join('');
}

async function oneByOne(lines: readonly string[], run: Run): Promise<string[]> {
  const translated: string[] = [];
  for (const line of lines) translated.push(await run(line));
  return translated;
}
