import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/**
 * An append-only file of JSON lines. All entries of a call are given to the operating system before `append` returns,
 * or none, so that a killed process loses nothing.
 */
export class Journal<Entry> {
  private descriptor: number;
  private size: number;

  constructor(private readonly path: string) {
    // A killed process has left it.
    rmSync(`${path}.new`, { force: true });
    this.descriptor = openSync(path, 'a+');
    this.size = fstatSync(this.descriptor).size;
  }

  /**
   * Returns all entries. An incomplete last line of a killed process is dropped, because its call was not answered.
   * Throws if the file is damaged.
   */
  load(): Entry[] {
    const bytes = readFileSync(this.path);
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) this.truncate(whole);
    const lines = bytes.subarray(0, whole).toString().split('\n').slice(0, -1);
    return lines.map((line, index) => {
      try {
        return JSON.parse(line) as Entry;
      } catch {
        throw new Error(
          `${this.path} is damaged at line ${index + 1}; restore the file, or delete its bucket's folder`,
        );
      }
    });
  }

  append(entries: readonly Entry[]): void {
    const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const before = this.size;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.descriptor, bytes, at);
      this.size += bytes.length;
    } catch (error) {
      // An incomplete line, as left by a full disk, would damage the next one.
      this.truncate(before);
      throw error;
    }
  }

  /** Replaces all entries by fewer ones with the same meaning. */
  rewrite(entries: readonly Entry[]): void {
    writeFileSync(`${this.path}.new`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    renameSync(`${this.path}.new`, this.path);
    closeSync(this.descriptor);
    this.descriptor = openSync(this.path, 'a+');
    this.size = fstatSync(this.descriptor).size;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private truncate(size: number): void {
    ftruncateSync(this.descriptor, size);
    this.size = size;
  }
}
