import { ServiceError } from '../../../kernel/service';
import type { Range } from '../files';
import type { ObjectVersion } from '../model';

export interface Conditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

const failed = (condition: string) =>
  new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  });

const unquoted = (tag: string) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '');
const lists = (list: string, { etag }: ObjectVersion) =>
  list.trim() === '*' || list.split(',').some((tag) => unquoted(tag) === etag);
const seconds = (date: Date | string) => Math.floor(new Date(date).getTime() / 1000);

/** A time in the future is not a condition; recorded. */
const isSince = (date: Date | string, modified: number) =>
  modified <= seconds(date) && new Date(date).getTime() <= Date.now();

/**
 * Checks the conditions of a read, in the order in which S3 documents them: a tag that matches outweighs a date that
 * does not, and a tag that has not changed outweighs a date that has. Throws `PreconditionFailed` and `NotModified`.
 */
export function checkRead(conditions: Conditions, version: ObjectVersion): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modified = seconds(version.lastModified);
  if (IfMatch !== undefined) {
    if (!lists(IfMatch, version)) throw failed('If-Match');
  } else if (IfUnmodifiedSince && modified > seconds(IfUnmodifiedSince)) throw failed('If-Unmodified-Since');
  const unchanged =
    IfNoneMatch === undefined ? IfModifiedSince && isSince(IfModifiedSince, modified) : lists(IfNoneMatch, version);
  if (unchanged) throw new ServiceError('NotModified', 'Not Modified', 304, { ETag: `"${version.etag}"` });
}

/** Checks the conditions on a copy's source. They do not concern a version that the reader already has. */
export function checkSource(conditions: Conditions, version: ObjectVersion): void {
  try {
    checkRead(conditions, version);
  } catch (error) {
    if ((error as Error).name !== 'NotModified') throw error;
    throw failed(conditions.IfNoneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match');
  }
}

/**
 * Checks the conditions of a write on the existing object. Throws `PreconditionFailed`, `NoSuchKey` and
 * `NotImplemented`.
 */
export function checkWrite({ IfMatch, IfNoneMatch }: Conditions, current: ObjectVersion | undefined): void {
  const there = current && !current.deleteMarker ? current : undefined;
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch.trim() !== '*') {
      const message = 'A header you provided implies functionality that is not implemented: If-None-Match';
      throw new ServiceError('NotImplemented', message, 501);
    }
    if (there) throw failed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (IfNoneMatch !== undefined || IfMatch.trim() === '*') {
    const message = 'A header you provided implies functionality that is not implemented: If-Match';
    throw new ServiceError('NotImplemented', message, 501);
  }
  if (!there) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  if (!lists(IfMatch, there)) throw failed('If-Match');
}

/**
 * Returns the bytes of a `Range` header; `undefined` without a header, and for forms that S3 ignores. Throws
 * `InvalidRange`.
 */
export function rangeOf(header: string | undefined, size: number): Range | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (!first && !last) return undefined;
  if (first && last && Number(first) > Number(last)) return undefined;
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (start > end) {
    throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: header,
      ActualObjectSize: size,
    });
  }
  return { start, end };
}

/**
 * Returns the range of a part's copy, which must be complete and within the source. Throws `InvalidArgument` and
 * `InvalidRange`.
 */
export function copyRange(header: string | undefined, size: number): Range | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
    throw new ServiceError('InvalidArgument', message, 400, {
      ArgumentName: 'x-amz-copy-source-range',
      ArgumentValue: header,
    });
  }
  if (Number(last) >= size) {
    throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: header,
      ActualObjectSize: size,
    });
  }
  return { start: Number(first), end: Number(last) };
}
