import type { SubtitleFormat } from '@aws-sdk/client-transcribe';
import type { WrittenWord } from '../../engines/recognise/restore-text';
import { plainText } from './transcript';

/** The limits of a subtitle: two lines of forty characters, and a duration in seconds. */
const most = { characters: 80, seconds: 7 } as const;

/** Seconds of a pause after which the next words are a new subtitle. */
const newSubtitlePause = 1;

/** Returns subtitles in Transcribe's form: plain pieces of the text with their times. */
export function subtitles(words: readonly WrittenWord[], format: SubtitleFormat, startIndex: number): string {
  const separator = format === 'vtt' ? '.' : ',';
  const cues = pieces(words).map((piece, index) => {
    const from = clock(piece[0]?.start ?? 0, separator);
    const to = clock(piece.at(-1)?.end ?? 0, separator);
    return `${index + startIndex}\n${from} --> ${to}\n${escaped(plainText(piece), format)}\n`;
  });
  return (format === 'vtt' ? ['WEBVTT\n', ...cues] : cues).join('\n');
}

function pieces(words: readonly WrittenWord[]): WrittenWord[][] {
  const all: WrittenWord[][] = [];
  for (const word of words) {
    const piece = all.at(-1);
    const last = piece?.at(-1);
    const fits =
      piece?.[0] &&
      last &&
      last.mark !== '.' &&
      last.mark !== '?' &&
      word.start - last.end < newSubtitlePause &&
      word.end - piece[0].start <= most.seconds &&
      plainText([...piece, word]).length <= most.characters;
    if (fits) piece.push(word);
    else all.push([word]);
  }
  return all;
}

function clock(seconds: number, separator: string): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (unit: number, modulus: number, digits = 2) =>
    String(Math.floor(milliseconds / unit) % modulus).padStart(digits, '0');
  return `${part(3_600_000, 100)}:${part(60_000, 60)}:${part(1000, 60)}${separator}${part(1, 1000, 3)}`;
}

function escaped(text: string, format: SubtitleFormat): string {
  return format === 'vtt' ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;') : text;
}
