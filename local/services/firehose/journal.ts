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

/** Before each record: its length in four bytes, then when it arrived, as a double. */
const headerBytes = 12;
const suffix = '.journal';

/**
 * Records in files, segment by segment. A record is in its file before `append` returns, so that a killed process loses
 * none; what it did not get to write wholly was not acknowledged, and is passed over.
 */
export class Journal {
  private current: { readonly name: string; readonly file: number; bytes: number } | undefined;

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  /** Bytes of the segment that is written to; 0 when there is none. */
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
      // A full disk: half a record must not stand before whole ones.
      ftruncateSync(file, before);
      throw error;
    }
    this.current.bytes += bytes.length;
  }

  /** Ends the present segment. It is among {@link segments} from then on. */
  roll(): void {
    if (!this.current) return;
    closeSync(this.current.file);
    this.current = undefined;
  }

  /** Names of the segments that are written to no more, the oldest first. */
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
    // Times first, for the order; then something that no other segment of that moment has.
    const name = `${String(this.now()).padStart(14, '0')}-${randomBytes(4).toString('hex')}`;
    const path = this.path(name);
    if (existsSync(path)) throw new Error(`the journal has a segment ${name} already`);
    const file = openSync(path, 'a');
    return { name, file, bytes: fstatSync(file).size };
  }

  private path(segment: string): string {
    return join(this.folder, `${segment}${suffix}`);
  }
}
