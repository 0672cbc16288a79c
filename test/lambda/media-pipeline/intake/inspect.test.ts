import type { ProbeResult } from '@aws-sdk/client-mediaconvert';
import { checkSize, inDeclaredLanguage, summarize } from '../../../../lambda/media-pipeline/intake/inspect';
import type { Probe } from '../../../../lambda/media-pipeline/messages';
import cases from '../../../cases/probe.json';

const limits = { maxSourceBytes: 1000, maxDurationSeconds: 7200 };
const rows = cases as unknown as { name: string; input: ProbeResult; expected: { probe?: Probe; error?: string } }[];

test.each(rows)('$name', ({ input, expected }) => {
  if (expected.probe) expect(summarize(input, limits)).toEqual(expected.probe);
  else expect(() => summarize(input, limits)).toThrow(expect.objectContaining({ name: expected.error }));
});

test('an empty file is refused before it is opened', () => {
  expect(() => checkSize(0, limits)).toThrow(expect.objectContaining({ name: 'EmptySource' }));
});

test('a file over the limit is refused, and one at the limit is not', () => {
  expect(() => checkSize(1001, limits)).toThrow(expect.objectContaining({ name: 'SourceTooLarge' }));
  expect(() => checkSize(1000, limits)).not.toThrow();
});

describe('the declared language', () => {
  const probe = {
    container: 'mp4',
    audio: [
      { codec: 'AAC', track: 1, channels: 2, language: 'fr' },
      { codec: 'AAC', track: 2, channels: 2, language: 'de' },
    ],
  };

  test('counts more than what the file says, and for the original sound only', () => {
    const { audio } = inDeclaredLanguage(probe, 'en');
    expect(audio.map(({ language }) => language)).toEqual(['en', 'de']);
  });

  test('changes nothing where none is declared, or nothing is heard', () => {
    expect(inDeclaredLanguage(probe, undefined)).toBe(probe);
    const silent = { container: 'mp4', audio: [] };
    expect(inDeclaredLanguage(silent, 'en')).toBe(silent);
  });
});
