import { randomBytes } from 'node:crypto';
import { copyFileSync, createReadStream, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Piece } from './model';

/** Bytes from `start` to `end`, both included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const chunkSize = 256 * 1024;

/**
 * The data of a bucket: files with random names, so that no key can name a path. A file never changes once it is part
 * of an object, so copies are hard links. A file that is being read stays readable after its object is deleted.
 */
export class Files {
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Set<string>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  fresh(): string {
    return randomBytes(16).toString('hex');
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  /** Streams an object's bytes; memory does not grow with their number. */
  read(pieces: readonly Piece[], range: Range = { start: 0, end: Number.POSITIVE_INFINITY }): Readable {
    const runs: { path: string; start: number; end: number }[] = [];
    let offset = 0;
    for (const { file, size } of pieces) {
      const start = Math.max(0, range.start - offset);
      const end = Math.min(size - 1, range.end - offset);
      if (start <= end) runs.push({ path: this.path(file), start, end });
      offset += size;
    }
    const [only] = runs;
    const stream =
      runs.length === 1 && only
        ? createReadStream(only.path, { start: only.start, end: only.end, highWaterMark: chunkSize })
        : Readable.from(sequence(runs), { objectMode: false });
    this.hold(pieces);
    stream.once('close', () => this.release(pieces));
    return stream;
  }

  /** Links the same bytes under new names in another bucket, or in this one. */
  share(pieces: readonly Piece[], target: Files): Piece[] {
    return pieces.map((piece) => {
      const file = target.fresh();
      try {
        linkSync(this.path(piece.file), target.path(file));
      } catch {
        // This is for file systems without hard links.
        copyFileSync(this.path(piece.file), target.path(file));
      }
      return { ...piece, file };
    });
  }

  drop(files: Iterable<string>): void {
    for (const file of files) {
      if (this.readers.has(file)) this.doomed.add(file);
      else rmSync(this.path(file), { force: true });
    }
  }

  /** Removes files that a killed process has left incomplete or should have removed. */
  sweep(kept: ReadonlySet<string>): void {
    for (const file of readdirSync(this.folder)) if (!kept.has(file)) rmSync(this.path(file), { force: true });
  }

  private hold(pieces: readonly Piece[]): void {
    for (const { file } of pieces) this.readers.set(file, (this.readers.get(file) ?? 0) + 1);
  }

  private release(pieces: readonly Piece[]): void {
    for (const { file } of pieces) {
      const rest = (this.readers.get(file) ?? 1) - 1;
      if (rest > 0) {
        this.readers.set(file, rest);
        continue;
      }
      this.readers.delete(file);
      if (this.doomed.delete(file)) rmSync(this.path(file), { force: true });
    }
  }
}

async function* sequence(runs: readonly { path: string; start: number; end: number }[]) {
  for (const { path, start, end } of runs) yield* createReadStream(path, { start, end, highWaterMark: chunkSize });
}
