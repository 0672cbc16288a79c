import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFile, privateFolder } from './private-files';

/** Durable JSON documents by key. A document is on disk, whole, before `put` returns; a killed process loses none. */
export interface Store<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  entries(): [key: string, value: T][];
}

interface Document<T> {
  readonly key: string;
  readonly value: T;
}

/** One file per document, replaced by rename. Reads come from memory. Throws an error that names a damaged file. */
export class FileStore<T> implements Store<T> {
  private readonly documents = new Map<string, T>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: privateFolder });
    for (const file of readdirSync(folder)) {
      // A killed process has left it, and nothing would replace it if its document is deleted.
      if (file.endsWith('.new')) rmSync(join(folder, file), { force: true });
      if (!file.endsWith('.json')) continue;
      const { key, value } = read<T>(join(folder, file));
      this.documents.set(key, value);
    }
  }

  get(key: string): T | undefined {
    return this.documents.get(key);
  }

  put(key: string, value: T): void {
    const path = this.path(key);
    writeFileSync(`${path}.new`, JSON.stringify({ key, value } satisfies Document<T>), { mode: privateFile });
    renameSync(`${path}.new`, path);
    this.documents.set(key, value);
  }

  delete(key: string): void {
    this.documents.delete(key);
    if (existsSync(this.path(key))) rmSync(this.path(key));
  }

  entries(): [string, T][] {
    return [...this.documents];
  }

  private path(key: string): string {
    // Keys hold slashes and colons, and may be longer than a file name can be.
    return join(this.folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`);
  }
}

function read<T>(file: string): Document<T> {
  try {
    const document = JSON.parse(readFileSync(file, 'utf8')) as Document<T> | null;
    if (typeof document?.key === 'string') return document;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Error(
    `the file ${file} is damaged or cut. Restore it from a copy. To go on without what it holds, delete it. To begin again ` +
      `without any data, run 'npm run reset'`,
  );
}
