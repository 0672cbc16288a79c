import type { ServiceError } from '../../../kernel/service';
import { checkRead, rangeOf } from '../../../services/s3/operations/conditions';
import conditions from '../../cases/s3-conditions.json';
import ranges from '../../cases/s3-ranges.json';

const version = {
  key: 'k',
  versionId: 'v',
  size: 1,
  etag: 'e',
  lastModified: '2026-01-01T12:00:00.000Z',
  sequencer: '0',
  pieces: [],
  attributes: {},
};

const outcome = <T>(run: () => T): T | string => {
  try {
    return run();
  } catch (error) {
    return (error as ServiceError).name;
  }
};

test.each(conditions)('a conditional read: $name', ({ input, expected }) => {
  const { IfModifiedSince, IfUnmodifiedSince, ...tags } = input as Record<string, string | undefined>;
  const dates = {
    ...(IfModifiedSince && { IfModifiedSince: new Date(IfModifiedSince) }),
    ...(IfUnmodifiedSince && { IfUnmodifiedSince: new Date(IfUnmodifiedSince) }),
  };
  const read = () => {
    checkRead({ ...tags, ...dates }, version);
    return 'read';
  };
  expect(outcome(read)).toBe(expected);
});

test.each(ranges)('a range: $name', ({ input, expected }) => {
  const { range, size } = input as { range?: string; size: number };
  const found = outcome(() => {
    const bytes = rangeOf(range, size);
    return bytes ? [bytes.start, bytes.end] : null;
  });
  expect(found).toEqual(expected);
});
