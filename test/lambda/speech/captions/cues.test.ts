import { makeCues } from '../../../../lambda/speech/captions/cues';
import { readTranscript, repairTimes } from '../../../../lambda/speech/captions/transcript';
import type { Word } from '../../../../lambda/speech/model';
import { lengthOf } from '../../../../lambda/speech/text';
import cases from '../../../cases/cues.json';
import transcripts from '../../../cases/transcripts.json';

type Row = [text: string, start: number, end: number, speaker?: string];
type Line = [start: number, end: number, text: string, speaker?: string];

const toWords = (rows: readonly Row[]): Word[] =>
  rows.map(([text, start, end, speaker]) => ({ text, start, end, confidence: 1, ...(speaker && { speaker }) }));

test.each(
  cases as unknown as {
    name: string;
    input: { language: string; duration?: number; words: Row[] };
    expected: Line[];
  }[],
)('$name', ({ input, expected }) => {
  const cues = makeCues(repairTimes(toWords(input.words)), input.language, input.duration);
  expect(cues.map(({ start, end, text, speaker }) => [start, end, text, ...(speaker ? [speaker] : [])])).toEqual(
    expected,
  );
  expect(cues.map(({ index }) => index)).toEqual(cues.map((_, index) => index));
});

test.each(transcripts as unknown as { name: string; input: unknown; expected: unknown }[])(
  'a transcript: $name',
  ({ input, expected }) => {
    const json = typeof input === 'string' ? input : JSON.stringify(input);
    const read = () => readTranscript(json);
    if (typeof expected === 'string') expect(read).toThrow(expect.objectContaining({ name: expected }));
    else expect(read()).toEqual(expected);
  },
);

/** Speech as it comes: words of any length at any speed, with pauses, sentences and turns, and sometimes two at once. */
function speech(seed: number, count: number): Word[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const alphabet = ['a', 'é', 'ש', '字', '😀', '👩‍👩‍👧', 'n'];
  let time = random();
  let speaker = 'spk_0';
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 1 + Math.floor(random() * 9) }, () => alphabet[Math.floor(random() * 7)]);
    const end = ['', '', '', '', '', ',', '.'][Math.floor(random() * 7)];
    const start = Math.max(0, time - (random() < 0.05 ? 0.2 : 0));
    time += 0.06 + letters.length * (0.03 + random() * 0.05);
    const word = { text: letters.join('') + end, start, end: time, confidence: 1, speaker };
    time += end === '.' ? random() * 1.5 : random() < 0.03 ? random() * 20 : random() * 0.1;
    if (end === '.' && random() < 0.3) speaker = speaker === 'spk_0' ? 'spk_1' : 'spk_0';
    return word;
  });
}

describe('whatever is said', () => {
  const films = Array.from({ length: 30 }, (_, seed) => repairTimes(speech(seed + 1, 300)));
  const all = films.map((words) => ({ words, cues: makeCues(words, 'en') }));

  test('cues never overlap and are in order', () => {
    for (const { cues } of all) {
      for (const [index, cue] of cues.entries()) {
        expect(cue.end).toBeGreaterThan(cue.start);
        expect(cue.start).toBeGreaterThanOrEqual(cues[index - 1]?.end ?? 0);
      }
    }
  });

  test('cues have at most two lines of 42 characters', () => {
    for (const { cues } of all) {
      for (const { text } of cues) {
        expect(text.split('\n').length).toBeLessThanOrEqual(2);
        for (const line of text.split('\n')) expect(lengthOf(line)).toBeLessThanOrEqual(42);
      }
    }
  });

  test('no word is lost, doubled or moved', () => {
    for (const { words, cues } of all) {
      expect(cues.flatMap(({ text }) => text.split(/\s/))).toEqual(words.map(({ text }) => text));
    }
  });

  test('cues stay at most 7 s, and all but few of them at least 1 s', () => {
    const times = all.flatMap(({ cues }) => cues.map(({ start, end }) => end - start));
    expect(Math.max(...times)).toBeLessThanOrEqual(7.001);
    expect(times.filter((time) => time < 0.999).length / times.length).toBeLessThan(0.01);
  });

  test('reading speed is over 20 characters a second only where the speech is, too', () => {
    for (const { words, cues } of all) {
      for (const { start, end, text } of cues) {
        const speed = (lengthOf(text) - 0.5) / (end - start + 0.001);
        if (speed <= 20) continue;
        const near = words.filter((word) => word.end > start - 2 && word.start < end + 2);
        const span = (near.at(-1)?.end ?? 0) - (near[0]?.start ?? 0);
        const spoken = near.reduce((sum, word) => sum + lengthOf(word.text) + 1, 0) / span;
        expect({ text, speed, spoken: spoken > 14 }).toMatchObject({ spoken: true });
      }
    }
  });
});

test('the time for a film’s words grows with the words, not with their square', () => {
  // Hours of them: with their square it would take hours.
  const words = repairTimes(speech(7, 30_000));
  expect(makeCues(words, 'en').length).toBeGreaterThan(1000);
});
