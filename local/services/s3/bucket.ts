import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceEvent } from '../../kernel/service';
import { Files } from './files';
import { Journal } from './journal';
import { SortedKeys } from './key-order';
import type { BucketSettings, ObjectVersion, Part, Upload } from './model';

/** The content of a bucket's journal, one entry per line. */
export type Entry =
  | { readonly put: ObjectVersion }
  | { readonly remove: { readonly key: string; readonly versionId: string } }
  | { readonly upload: Upload }
  | { readonly part: Part; readonly uploadId: string }
  /** An upload that was completed or aborted. */
  | { readonly end: string }
  /** An event for the event bus, and the confirmation that the bus has it. */
  | { readonly tell: ServiceEvent; readonly id: string }
  | { readonly told: string };

interface OpenUpload {
  readonly upload: Upload;
  readonly parts: ReadonlyMap<number, Part>;
}

/** The number of superfluous entries above which a journal is rewritten at once. */
const maxSuperfluousEntries = 10_000;
/** Milliseconds from a removal until the names and properties of what was removed leave the journal. */
const compactionDelay = 60_000;

/** A bucket on disk: data in files, and a journal of its content, which is also held in memory. */
export class Bucket {
  readonly files: Files;
  /** Versions that wait for their replicas, keyed by {@link versionName}. */
  readonly pending = new Map<string, ObjectVersion>();
  /** Events that the bus has not confirmed. */
  readonly unsentEvents = new Map<string, ServiceEvent>();
  private readonly versions = new Map<string, readonly ObjectVersion[]>();
  private readonly uploads = new Map<string, { upload: Upload; parts: Map<number, Part> }>();
  private readonly sortedKeys = new SortedKeys();
  private readonly journal: Journal<Entry>;
  private written = 0;
  private live = 0;
  private lastSequence = 0n;
  private compaction: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    public settings: BucketSettings,
  ) {
    mkdirSync(folder, { recursive: true });
    this.files = new Files(join(folder, 'data'));
    this.journal = new Journal(join(folder, 'journal.jsonl'));
    const entries = this.journal.load();
    for (const entry of entries) this.apply(entry);
    this.written = entries.length;
    this.files.sweep(this.used());
    this.compact(maxSuperfluousEntries);
  }

  /** Returns the versions of a key, newest first; empty if the key never existed. */
  history(key: string): readonly ObjectVersion[] {
    return this.versions.get(key) ?? [];
  }

  current(key: string): ObjectVersion | undefined {
    return this.history(key)[0];
  }

  find(key: string, versionId: string): ObjectVersion | undefined {
    return this.history(key).find((version) => version.versionId === versionId);
  }

  /** Returns all keys with a version, in the order in which S3 lists them. */
  keys(): readonly string[] {
    return this.sortedKeys.all;
  }

  upload(id: string): OpenUpload | undefined {
    return this.uploads.get(id);
  }

  listUploads(): readonly Upload[] {
    return [...this.uploads.values()].map(({ upload }) => upload);
  }

  get empty(): boolean {
    return this.versions.size === 0;
  }

  /** Applies all entries or none, and removes the files that are no longer needed. */
  write(...entries: Entry[]): void {
    this.journal.append(entries);
    this.written += entries.length;
    const dropped = new Set(entries.flatMap((entry) => this.apply(entry)));
    for (const entry of entries) {
      if ('put' in entry) for (const { file } of entry.put.pieces) dropped.delete(file);
    }
    this.files.drop(dropped);
    this.compact(maxSuperfluousEntries);
    if (entries.some((entry) => 'remove' in entry || 'end' in entry)) this.compactSoon();
  }

  newVersionId(): string {
    return this.settings.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : 'null';
  }

  /** Returns a sequencer that is larger than all before, also than those of earlier processes. */
  newSequencer(): string {
    const time = BigInt(Date.now()) * 1_000_000n;
    this.lastSequence = time > this.lastSequence ? time : this.lastSequence + 1n;
    return this.lastSequence.toString(16).padStart(16, '0');
  }

  close(): void {
    clearTimeout(this.compaction);
    this.tryCompact();
    this.journal.close();
  }

  destroy(): void {
    clearTimeout(this.compaction);
    this.journal.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Applies an entry in memory. Returns the files that are no longer needed. */
  private apply(entry: Entry): string[] {
    if ('put' in entry) return this.applyPut(entry.put);
    if ('remove' in entry) return this.take(entry.remove.key, entry.remove.versionId);
    if ('tell' in entry) this.unsentEvents.set(entry.id, entry.tell);
    else if ('told' in entry) this.unsentEvents.delete(entry.told);
    else if ('upload' in entry) {
      this.uploads.set(entry.upload.id, { upload: entry.upload, parts: new Map() });
      this.live += 1;
    } else if ('part' in entry) {
      const parts = this.uploads.get(entry.uploadId)?.parts;
      const before = parts?.get(entry.part.number);
      parts?.set(entry.part.number, entry.part);
      if (before) return [before.file];
      this.live += 1;
    } else {
      const files = [...(this.uploads.get(entry.end)?.parts.values() ?? [])].map(({ file }) => file);
      if (this.uploads.delete(entry.end)) this.live -= 1 + files.length;
      return files;
    }
    return [];
  }

  private applyPut(version: ObjectVersion): string[] {
    const { key, versionId, sequencer } = version;
    const dropped = this.take(key, versionId);
    const history = this.history(key);
    if (!history.length) this.sortedKeys.add(key);
    // A replica may arrive after a newer one, and a change of an older version keeps its place.
    const newer = history.filter((other) => other.sequencer > sequencer);
    this.versions.set(key, [...newer, version, ...history.slice(newer.length)]);
    this.live += 1;
    if (version.replication === 'PENDING') this.pending.set(versionName(version), version);
    const sequence = BigInt(`0x${sequencer}`);
    if (sequence > this.lastSequence) this.lastSequence = sequence;
    return dropped;
  }

  private take(key: string, versionId: string): string[] {
    const version = this.find(key, versionId);
    if (!version) return [];
    const rest = this.history(key).filter((other) => other !== version);
    if (rest.length) this.versions.set(key, rest);
    else {
      this.versions.delete(key);
      this.sortedKeys.delete(key);
    }
    this.live -= 1;
    this.pending.delete(versionName(version));
    return version.pieces.map(({ file }) => file);
  }

  private used(): Set<string> {
    const pieces = [...this.versions.values()].flatMap((history) => history.flatMap((version) => version.pieces));
    const parts = [...this.uploads.values()].flatMap((upload) => [...upload.parts.values()]);
    return new Set([...pieces, ...parts].map(({ file }) => file));
  }

  /** Rewrites the journal if it has superfluous entries, or, with a number, if they are many. */
  compact(tolerated?: number): void {
    if (tolerated !== undefined && this.written <= 2 * this.live + tolerated) return;
    clearTimeout(this.compaction);
    this.compaction = undefined;
    const entries: Entry[] = [...this.versions.values()].flatMap((history) => history.map((put) => ({ put })));
    for (const { upload, parts } of this.uploads.values()) {
      entries.push({ upload });
      for (const part of parts.values()) entries.push({ part, uploadId: upload.id });
    }
    for (const [id, tell] of this.unsentEvents) entries.push({ tell, id });
    if (this.written === entries.length) return;
    this.journal.rewrite(entries);
    this.written = entries.length;
  }

  private compactSoon(): void {
    this.compaction ??= setTimeout(() => this.tryCompact(), compactionDelay).unref();
  }

  private tryCompact(): void {
    try {
      this.compact();
    } catch {
      // The disk cannot be written. The journal stays as it is, which is complete, and the next attempt is at the next stop.
    }
  }
}

/** Names a version within its bucket. */
export const versionName = ({ key, versionId }: ObjectVersion) => `${versionId} ${key}`;
