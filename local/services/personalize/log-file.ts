import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file with one document per line, to which documents are appended. Appended documents survive the process's end. */
export class LogFile<T> {
  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    // A killed process has left it.
    rmSync(`${path}.new`, { force: true });
  }

  /** Returns the documents in order. An incomplete last line of a killed process is dropped. */
  read(): T[] {
    if (!existsSync(this.path)) return [];
    const text = readFileSync(this.path, 'utf8');
    const end = text.lastIndexOf('\n') + 1;
    const documents = text
      .slice(0, end)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
    // The next document must not continue an incomplete line.
    if (end < text.length) this.replace(documents);
    return documents;
  }

  append(documents: readonly T[]): void {
    if (documents.length) appendFileSync(this.path, textOf(documents));
  }

  /** Replaces the content atomically. */
  replace(documents: readonly T[]): void {
    writeFileSync(`${this.path}.new`, textOf(documents));
    renameSync(`${this.path}.new`, this.path);
  }
}

const textOf = (documents: readonly unknown[]) => documents.map((one) => `${JSON.stringify(one)}\n`).join('');

interface Entry<T> {
  readonly id: string;
  readonly value: T;
}

/** The newest document of each id, in a log that is rewritten when most of its lines are outdated. */
export class KeyedLog<T> {
  private readonly log: LogFile<Entry<T>>;
  private readonly entries = new Map<string, T>();
  private lines = 0;

  constructor(path: string) {
    this.log = new LogFile(path);
    for (const { id, value } of this.log.read()) {
      this.entries.set(id, value);
      this.lines++;
    }
  }

  get(id: string): T | undefined {
    return this.entries.get(id);
  }

  all(): ReadonlyMap<string, T> {
    return this.entries;
  }

  put(values: readonly Entry<T>[]): void {
    this.log.append(values);
    this.lines += values.length;
    for (const { id, value } of values) this.entries.set(id, value);
    if (this.lines > 1000 && this.lines > 2 * this.entries.size) this.rewrite();
  }

  /** Replaces all documents. */
  replace(values: readonly Entry<T>[]): void {
    this.entries.clear();
    for (const { id, value } of values) this.entries.set(id, value);
    this.rewrite();
  }

  delete(ids: ReadonlySet<string>): void {
    let deleted = 0;
    for (const id of ids) if (this.entries.delete(id)) deleted++;
    if (deleted) this.rewrite();
  }

  private rewrite(): void {
    this.log.replace([...this.entries].map(([id, value]) => ({ id, value })));
    this.lines = this.entries.size;
  }
}
