import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface JournalRecord {
  readonly data: Buffer;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** The header of each record: its length in four bytes, then the time of its arrival as a double. */
const headerBytes = 12;
const suffix = '.journal';
/** A segment's name begins with the time of its first record in so many digits. */
const timeDigits = 14;

/**
 * Records in files, called segments. A record is in its file before `append` returns, so that a killed process loses no
 * acknowledged record. An incomplete record was not acknowledged, and is ignored.
 */
export class Journal {
  private current: { readonly name: string; readonly file: number; bytes: number } | undefined;

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  /** The bytes of the segment that is being written; 0 if there is none. */
  get size(): number {
    return this.current?.bytes ?? 0;
  }

  append(records: readonly Uint8Array[]): void {
    this.current ??= this.open();
    const arrivedAt = this.now();
    const pieces = records.flatMap((data) => {
      const header = Buffer.alloc(headerBytes);
      header.writeUInt32LE(data.length, 0);
      header.writeDoubleLE(arrivedAt, 4);
      return [header, data];
    });
    const bytes = Buffer.concat(pieces);
    const { file, bytes: before } = this.current;
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    } catch (error) {
      // When the disk is full, a partial record must not precede later ones.
      ftruncateSync(file, before);
      throw error;
    }
    this.current.bytes += bytes.length;
  }

  /** Ends the current segment, which is among {@link segments} from then on. */
  roll(): void {
    if (!this.current) return;
    closeSync(this.current.file);
    this.current = undefined;
  }

  /** The time of the oldest segment, which its name contains; `undefined` if there is none. */
  oldestAt(): number | undefined {
    const oldest = this.segments()[0] ?? this.current?.name;
    return oldest === undefined ? undefined : Number(oldest.slice(0, timeDigits));
  }

  /** Returns the names of the finished segments, oldest first. */
  segments(): string[] {
    const names = readdirSync(this.folder).filter((name) => name.endsWith(suffix));
    return names
      .map((name) => name.slice(0, -suffix.length))
      .filter((name) => name !== this.current?.name)
      .sort();
  }

  read(segment: string): JournalRecord[] {
    const bytes = readFileSync(this.path(segment));
    const records: JournalRecord[] = [];
    for (let at = 0; at + headerBytes <= bytes.length; ) {
      const end = at + headerBytes + bytes.readUInt32LE(at);
      if (end > bytes.length) break;
      records.push({ data: bytes.subarray(at + headerBytes, end), arrivedAt: bytes.readDoubleLE(at + 4) });
      at = end;
    }
    return records;
  }

  delete(segment: string): void {
    rmSync(this.path(segment), { force: true });
  }

  private open() {
    // The time comes first, for the order; then a part that is unique among the segments of that moment.
    const name = `${String(this.now()).padStart(timeDigits, '0')}-${randomBytes(4).toString('hex')}`;
    const path = this.path(name);
    if (existsSync(path)) throw new Error(`the journal already has a segment ${name}`);
    const file = openSync(path, 'a');
    return { name, file, bytes: fstatSync(file).size };
  }

  private path(segment: string): string {
    return join(this.folder, `${segment}${suffix}`);
  }
}
