import type { HeardWord } from '../../engines/recognise/messages';
import { restoreText } from '../../engines/recognise/restore-text';
import cases from '../cases/recognised-text.json';

/** Words of 0.2 seconds without pauses between them, except for the pauses in brackets. */
function heard(text: string): HeardWord[] {
  const words: HeardWord[] = [];
  let time = 0;
  for (const part of text.split(' ').filter(Boolean)) {
    const [, pause] = /^\[([\d.]+)\]$/.exec(part) ?? [];
    if (pause === undefined) words.push({ text: part, start: time, end: time + 0.2, confidence: 1 });
    time += Number(pause ?? 0.2);
  }
  return words;
}

const plain = (words: ReturnType<typeof restoreText>) =>
  words
    .flat()
    .map(({ text, mark = '' }) => text + mark)
    .join(' ');

describe('what was heard is written with capitals and marks', () => {
  test.each(cases)('$name', ({ input, expected, language = 'en' }) => {
    expect(plain(restoreText([heard(input)], language))).toBe(expected);
  });

  test('utterances stay apart, and sentences may go on across them', () => {
    const [first, second] = [heard('he went to the'), heard('[1.1] market')];
    const written = restoreText([first, second], 'en');
    expect(written.map((words) => words.length)).toEqual([4, 1]);
    expect(plain(written)).toBe('He went to the market.');
  });

  test('times and confidence stay as they were heard', () => {
    const [words] = restoreText([[{ text: 'monday', start: 1.5, end: 2, confidence: 0.7 }]], 'en');
    expect(words).toEqual([{ text: 'Monday', start: 1.5, end: 2, confidence: 0.7, mark: '.' }]);
  });
});
