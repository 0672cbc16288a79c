import { ServiceError } from '../../../kernel/service';
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

/** Checks conditional headers. Throws `PreconditionFailed`, and for a read `NotModified`. */
export function precondition(conditions: Conditions, current: ObjectVersion | undefined, reading = false): void {
  const present = current && !current.deleteMarker ? current : undefined;
  const matches = (list: string) =>
    present !== undefined && (list.trim() === '*' || list.split(',').some((tag) => unquoted(tag) === present.etag));
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const seconds = (date: Date | string) => Math.floor(new Date(date).getTime() / 1000);
  if (IfMatch !== undefined && !matches(IfMatch)) {
    if (!present && !reading) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
    throw failed('If-Match');
  }
  if (IfUnmodifiedSince && present && seconds(present.lastModified) > seconds(IfUnmodifiedSince)) {
    throw failed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined && matches(IfNoneMatch)) {
    throw reading ? new ServiceError('NotModified', 'Not Modified', 304) : failed('If-None-Match');
  }
  if (
    IfNoneMatch === undefined &&
    IfModifiedSince &&
    present &&
    seconds(present.lastModified) <= seconds(IfModifiedSince)
  ) {
    throw new ServiceError('NotModified', 'Not Modified', 304);
  }
}

const unquoted = (tag: string) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '');

/** A single range of bytes, inclusive. `undefined` for none, and for forms that S3 ignores. Throws `InvalidRange`. */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (!match[1] && !match[2])) return undefined;
  const start = match[1] ? Number(match[1]) : Math.max(0, size - Number(match[2]));
  const end = match[1] && match[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
  if (start >= size || start > end) {
    throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416, { ActualObjectSize: size });
  }
  return { start, end };
}
