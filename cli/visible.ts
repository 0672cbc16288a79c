/**
 * Characters that change what a terminal shows around them: controls (C0 with ESC and line ends, DEL, C1), format
 * characters (bidirectional ones included), lone surrogates and line separators. The joiners are kept: they only affect
 * the letters and emoji beside them.
 */
const unsafe = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The text with such characters as JSON escapes: ESC becomes `\u001b`. All output of the command goes through this
 * function, since titles, names and messages come from other people. In JSON text the result has the same meaning.
 */
export function visible(text: string): string {
  return text.replace(unsafe, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}

/** The same for text of several lines, whose line ends are kept. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
