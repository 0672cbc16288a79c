import { Failure } from '../failure';

/**
 * Reads a time in ISO 8601 with its zone, such as `2026-03-01T10:15:00Z`. Without a zone the text would mean another
 * moment on another machine. Returns milliseconds since 1970. Throws a `Failure`.
 */
export function readTime(text: string | undefined, now = Date.now()): number {
  if (!text) throw new Failure('Add --at TIME: the last moment at which everything was right.', 2);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time)) {
    throw new Failure(`'${text}' is not a time with a zone. Write it as 2026-03-01T10:15:00Z.`, 2);
  }
  if (time > now) throw new Failure(`${text} is in the future.`, 2);
  return time;
}

/** `2026-03-01T10:15:00Z` */
export const timeText = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
