import type { ProbeResult } from '@aws-sdk/client-mediaconvert';
import { checkSize, summarize } from '../../../lambda/media-pipeline/inspect';
import type { Probe } from '../../../lambda/media-pipeline/messages';
import cases from '../../cases/probe.json';

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
