import type { ProbeResult } from '@aws-sdk/client-mediaconvert';
import type { S3Client } from '@aws-sdk/client-s3';
import { type HoursPorts, takeHours } from '../../../../lambda/media-pipeline/intake/hours';
import { checkSize, summarize } from '../../../../lambda/media-pipeline/intake/inspect';
import { removeSource } from '../../../../lambda/media-pipeline/intake/source.client';
import type { Probe } from '../../../../lambda/media-pipeline/messages';
import cases from '../../../cases/probe.json';

const limits = { maxSourceBytes: 1000, maxDurationSeconds: 7200 };
const rows = cases as unknown as { name: string; input: ProbeResult; expected: { probe?: Probe; error?: string } }[];

test.each(rows)('$name', ({ input, expected }) => {
  if (expected.probe) expect(summarize(input, limits).probe).toEqual(expected.probe);
  else expect(() => summarize(input, limits)).toThrow(expect.objectContaining({ name: expected.error }));
});

test('an empty file is refused before it is opened', () => {
  expect(() => checkSize(0, limits)).toThrow(expect.objectContaining({ name: 'EmptySource' }));
});

test('a file over the limit is refused, and one at the limit is not', () => {
  expect(() => checkSize(1001, limits)).toThrow(expect.objectContaining({ name: 'SourceTooLarge' }));
  expect(() => checkSize(1000, limits)).not.toThrow();
});

describe('the hours of a creator’s day', () => {
  const limits = { maxDurationSeconds: 7200, secondsPerDay: 10_000 };
  const now = new Date('2026-01-01T10:00:00Z');
  const world = () => {
    const taken: unknown[][] = [];
    let sum = 0;
    const takeOnce: HoursPorts['usage']['takeOnce'] = async (...use) => {
      taken.push(use);
      sum += use[4];
      return sum <= use[5];
    };
    const take = (seconds?: number) =>
      takeHours({ usage: { takeOnce }, now }, { ownerId: 'o', run: '0000000a' }, seconds, limits);
    return { take, taken };
  };

  test('count a film by its duration, once for each run', async () => {
    const { take, taken } = world();
    await take(59.2);
    expect(taken).toEqual([['0000000a', 'o', '2026-01-01', 'sourceSeconds', 60, 10_000]]);
  });

  test('count a film without a duration as the longest one', async () => {
    const { take, taken } = world();
    await take();
    expect(taken[0]?.[4]).toBe(7200);
  });

  test('are limited by a refusal with the maximum', async () => {
    const { take } = world();
    await take(6000);
    await expect(take(6000)).rejects.toMatchObject({ name: 'DailyLimit', message: expect.stringContaining('2 hours') });
  });
});

test('a source that is refused for its size is deleted, this version only; a failure to delete changes nothing', async () => {
  const sent: unknown[] = [];
  const client = (fails: boolean) =>
    ({
      send: async ({ input }: { input: unknown }) => {
        sent.push(input);
        if (fails) throw new Error('S3 is busy');
      },
    }) as unknown as S3Client;
  const source = { bucket: 'b', key: 'uploads/a/source', versionId: 'v1', size: 9 };
  for (const fails of [false, true]) await removeSource(client(fails), source);
  expect(sent).toEqual(Array(2).fill({ Bucket: 'b', Key: 'uploads/a/source', VersionId: 'v1' }));
});
