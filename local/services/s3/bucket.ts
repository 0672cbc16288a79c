import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BucketSettings, ObjectVersion, Part, Upload } from './model';

/** What a bucket's journal holds, a line each. */
type Entry =
  | { readonly put: ObjectVersion }
  | { readonly remove: { readonly key: string; readonly versionId: string } }
  | { readonly upload: Upload }
  | { readonly part: Part; readonly uploadId: string }
  | { readonly end: string };

/**
 * A bucket on disk: data in files with random names, so that no key can name a path, and an append-only journal of
 * what there is. A line is written before a call returns, and a killed process loses none.
 */
export class Bucket {
  readonly dataFolder: string;
  private readonly versions = new Map<string, ObjectVersion[]>();
  private readonly uploads = new Map<string, { upload: Upload; parts: Map<number, Part> }>();
  private readonly journal: string;
  private sortedKeys: string[] | undefined;
  private lastSequence = 0n;

  constructor(
    folder: string,
    public settings: BucketSettings,
  ) {
    this.dataFolder = join(folder, 'data');
    this.journal = join(folder, 'journal.jsonl');
    mkdirSync(this.dataFolder, { recursive: true });
    this.load();
  }

  /** Newest first; empty when the key was never there. */
  history(key: string): readonly ObjectVersion[] {
    return this.versions.get(key) ?? [];
  }

  /** Every key that has a version, in the order of their UTF-8 bytes, as S3 lists them. */
  keys(): readonly string[] {
    this.sortedKeys ??= [...this.versions.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return this.sortedKeys;
  }

  /** Adds a version, or replaces the one of the same id. */
  put(version: ObjectVersion): void {
    this.append({ put: version });
    const replaced = this.apply({ put: version });
    if (replaced?.file && replaced.file !== version.file) this.unlink(replaced.file);
  }

  remove(key: string, versionId: string): ObjectVersion | undefined {
    const version = this.history(key).find((candidate) => candidate.versionId === versionId);
    if (!version) return undefined;
    const entry = { remove: { key, versionId } };
    this.append(entry);
    this.apply(entry);
    if (version.file) this.unlink(version.file);
    return version;
  }

  upload(id: string): { readonly upload: Upload; readonly parts: ReadonlyMap<number, Part> } | undefined {
    return this.uploads.get(id);
  }

  listUploads(): Upload[] {
    return [...this.uploads.values()].map(({ upload }) => upload);
  }

  beginUpload(upload: Upload): void {
    this.append({ upload });
    this.apply({ upload });
  }

  putPart(uploadId: string, part: Part): void {
    const before = this.uploads.get(uploadId)?.parts.get(part.number);
    this.append({ part, uploadId });
    this.apply({ part, uploadId });
    if (before) this.unlink(before.file);
  }

  endUpload(id: string): void {
    const parts = [...(this.uploads.get(id)?.parts.values() ?? [])];
    this.append({ end: id });
    this.apply({ end: id });
    for (const part of parts) this.unlink(part.file);
  }

  /** A fresh file name below {@link dataFolder}. */
  newFile(): string {
    return randomBytes(16).toString('hex');
  }

  path(file: string): string {
    return join(this.dataFolder, file);
  }

  newVersionId(): string {
    return this.settings.versioned ? randomBytes(24).toString('base64url') : 'null';
  }

  /** Larger than any given before, by this process or an earlier one. */
  newSequencer(): string {
    const time = BigInt(Date.now()) * 1_000_000n;
    this.lastSequence = time > this.lastSequence ? time : this.lastSequence + 1n;
    return this.lastSequence.toString(16).toUpperCase().padStart(18, '0');
  }

  get empty(): boolean {
    return this.versions.size === 0;
  }

  private unlink(file: string): void {
    rmSync(this.path(file), { force: true });
  }

  private append(entry: Entry): void {
    appendFileSync(this.journal, `${JSON.stringify(entry)}\n`);
  }

  /** Puts an entry into memory; answers the version that it replaced. */
  private apply(entry: Entry): ObjectVersion | undefined {
    if ('put' in entry) {
      const { key, versionId } = entry.put;
      const history = this.versions.get(key) ?? [];
      const at = history.findIndex((version) => version.versionId === versionId);
      const replaced = at >= 0 ? history[at] : undefined;
      // A change of an older version, such as its replication status, keeps its place.
      if (at >= 0 && history[at]?.sequencer === entry.put.sequencer) history[at] = entry.put;
      else {
        if (at >= 0) history.splice(at, 1);
        history.unshift(entry.put);
      }
      if (!this.versions.has(key)) this.sortedKeys = undefined;
      this.versions.set(key, history);
      return replaced;
    }
    if ('remove' in entry) {
      const { key, versionId } = entry.remove;
      const rest = this.history(key).filter((version) => version.versionId !== versionId);
      if (rest.length) this.versions.set(key, rest);
      else {
        this.versions.delete(key);
        this.sortedKeys = undefined;
      }
    } else if ('upload' in entry) this.uploads.set(entry.upload.id, { upload: entry.upload, parts: new Map() });
    else if ('part' in entry) this.uploads.get(entry.uploadId)?.parts.set(entry.part.number, entry.part);
    else this.uploads.delete(entry.end);
    return undefined;
  }

  private load(): void {
    if (!existsSync(this.journal)) return;
    const lines = readFileSync(this.journal, 'utf8').split('\n');
    let count = 0;
    for (const line of lines) {
      if (!line) continue;
      // The last line may be cut where the process was killed; its call was never answered.
      try {
        this.apply(JSON.parse(line) as Entry);
        count += 1;
      } catch {
        break;
      }
    }
    const entries = this.snapshot();
    if (count <= entries.length * 2 + 1000 && lines.at(-1) === '') return;
    writeFileSync(`${this.journal}.new`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    renameSync(`${this.journal}.new`, this.journal);
  }

  private snapshot(): Entry[] {
    const versions = [...this.versions.values()].flatMap((history) => [...history].reverse());
    return [
      ...versions.map((put) => ({ put })),
      ...[...this.uploads.values()].flatMap(({ upload, parts }): Entry[] => [
        { upload },
        ...[...parts.values()].map((part) => ({ part, uploadId: upload.id })),
      ]),
    ];
  }
}
