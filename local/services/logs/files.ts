import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Times in milliseconds since 1970. */
export interface LogEvent {
  readonly timestamp: number;
  readonly ingestedAt: number;
  readonly message: string;
}

/** Bytes of a log file. A stream retains up to twice as much. */
const maxFileBytes = 8 * 1024 * 1024;

/**
 * Append-only files with one JSON line for each event: `{folder}/{region}/{group}/{stream}.jsonl`, and `.1` for its
 * predecessor.
 */
export class LogFiles {
  constructor(private readonly folder: string) {}

  append(region: string, group: string, stream: string, events: readonly LogEvent[]): void {
    mkdirSync(this.groupFolder(region, group), { recursive: true });
    const path = this.path(region, group, stream);
    if (existsSync(path) && statSync(path).size > maxFileBytes) renameSync(path, `${path}.1`);
    appendFileSync(path, textOf(events));
  }

  /** Returns events in the order in which they were written. */
  read(region: string, group: string, stream: string): LogEvent[] {
    const path = this.path(region, group, stream);
    return [`${path}.1`, path].flatMap((file) => (existsSync(file) ? lines(file) : []));
  }

  /** Deletes the group's events that are older than a time. */
  expire(region: string, group: string, before: number): void {
    const folder = this.groupFolder(region, group);
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      const all = lines(file);
      const kept = all.filter(({ timestamp }) => timestamp >= before);
      if (kept.length === all.length) continue;
      if (kept.length === 0) rmSync(file);
      else replace(file, kept);
    }
  }

  remove(region: string, group: string): void {
    rmSync(this.groupFolder(region, group), { recursive: true, force: true });
  }

  private groupFolder(region: string, group: string): string {
    return join(this.folder, region, fileName(group));
  }

  private path(region: string, group: string, stream: string): string {
    return join(this.groupFolder(region, group), `${fileName(stream)}.jsonl`);
  }
}

const textOf = (events: readonly LogEvent[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

function replace(file: string, events: readonly LogEvent[]): void {
  writeFileSync(`${file}.new`, textOf(events));
  renameSync(`${file}.new`, file);
}

/** Makes a name that is readable if possible, and that fits the limits of file systems. */
function fileName(name: string): string {
  const encoded = encodeURIComponent(name);
  if (encoded.length <= 200) return encoded;
  return `${encoded.slice(0, 160)}-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

function lines(file: string): LogEvent[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as LogEvent];
      } catch {
        // This is the last line of a process that was killed while writing.
        return [];
      }
    });
}
