import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../kernel/store';
import { LogFile } from './log-file';

/** One line of the log. Without a user, the event is of whom the session turns out to be. */
export interface Kept {
  readonly user?: string;
  readonly session?: string;
  readonly item: string;
  readonly type: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly value?: number;
  /** Made by the client: an event that comes twice is taken once. */
  readonly id?: string;
}

/** Of an event, for filters. */
export interface Seen {
  readonly item: string;
  readonly type: string;
  readonly at: number;
}

export interface Listener {
  /** All interactions come anew. */
  reset(): void;
  add(user: string, kept: Kept): void;
}

/** What is kept of streamed events; the oldest go first, when the runtime starts. */
const mostStreamed = 1_000_000;

/**
 * All interactions of a dataset: those streamed, in one log, and those of bulk imports, a file for each import. Which
 * imports are in force is kept apart, so that a whole import comes into force at once.
 */
export class Interactions {
  private readonly streamed: LogFile<Kept>;
  private readonly folder: string;
  private readonly users = new Map<string, Seen[]>();
  private readonly ids = new Set<string>();
  private readonly known = new Set<string>();
  private readonly sessions = new Map<string, string>();
  private readonly anonymous = new Map<string, Kept[]>();
  private readonly typeCounts = new Map<string, number>();

  /** `imports` has, by `key`, the imports in force. */
  constructor(
    folder: string,
    private readonly imports: Store<readonly string[]>,
    private readonly key: string,
    private readonly listener: Listener,
  ) {
    this.folder = join(folder, 'imports');
    mkdirSync(this.folder, { recursive: true });
    this.streamed = new LogFile(join(folder, 'streamed.jsonl'));
  }

  /** Reads everything anew. */
  load(): void {
    this.listener.reset();
    for (const map of [this.users, this.sessions, this.anonymous, this.typeCounts]) map.clear();
    this.ids.clear();
    this.known.clear();
    const inForce = this.inForce();
    // Left by an import that was replaced, or that a killed process has not finished.
    for (const file of readdirSync(this.folder))
      if (!inForce.includes(file)) rmSync(join(this.folder, file), { force: true });
    for (const name of inForce) for (const kept of this.importFile(name).read()) this.take(kept);
    let streamed = this.streamed.read();
    if (streamed.length > mostStreamed) {
      streamed = streamed.slice(-mostStreamed);
      this.streamed.replace(streamed);
    }
    for (const kept of streamed) this.take(kept);
  }

  /** Those that are new, kept durably. */
  stream(events: readonly Kept[]): Kept[] {
    const before = new Set(this.ids);
    const fresh = events.filter((event) => {
      const id = idOf(event);
      if (id === undefined) return true;
      if (before.has(id)) return false;
      before.add(id);
      return true;
    });
    this.streamed.append(fresh);
    for (const event of fresh) this.take(event);
    return fresh;
  }

  /** Adds the rows to those of earlier imports, or puts them in their place; streamed events stay. */
  import(rows: readonly Kept[], mode: 'FULL' | 'INCREMENTAL'): void {
    const name = `${randomUUID()}.jsonl`;
    this.importFile(name).replace(rows);
    const before = this.inForce();
    this.imports.put(this.key, mode === 'FULL' ? [name] : [...before, name]);
    if (mode === 'FULL') this.load();
    else for (const row of rows) this.take(row);
  }

  /** Forgets users, in all files. */
  deleteUsers(users: ReadonlySet<string>): void {
    const owned = ({ user, session }: Kept) => {
      const owner = user ?? (session === undefined ? undefined : this.sessions.get(session));
      return owner !== undefined && users.has(owner);
    };
    for (const file of [this.streamed, ...this.inForce().map((name) => this.importFile(name))]) {
      const all = file.read();
      const rest = all.filter((kept) => !owned(kept));
      if (rest.length < all.length) file.replace(rest);
    }
    this.load();
  }

  /** Of a user, in the order they came. */
  of(user: string): readonly Seen[] {
    return this.users.get(user) ?? [];
  }

  /** What recommenders demand a minimum of. */
  counts(): { total: number; usersWithTwo: number; ofType(type: string): number } {
    let [total, usersWithTwo] = [0, 0];
    for (const seen of this.users.values()) {
      total += seen.length;
      if (seen.length >= 2) usersWithTwo++;
    }
    for (const events of this.anonymous.values()) total += events.length;
    return { total, usersWithTwo, ofType: (type) => this.typeCounts.get(type) ?? 0 };
  }

  private take(kept: Kept): void {
    const { session } = kept;
    const id = idOf(kept);
    if (id !== undefined) this.ids.add(id);
    const user = kept.user ?? (session === undefined ? undefined : this.sessions.get(session));
    if (user === undefined) {
      const waiting = this.anonymous.get(session ?? '') ?? [];
      this.anonymous.set(session ?? '', [...waiting, kept]);
      return;
    }
    if (session !== undefined && kept.user !== undefined) this.claim(session, user);
    this.takeOf(user, kept);
  }

  /** The session has turned out to be the user's, with all that was done in it before. */
  private claim(session: string, user: string): void {
    this.sessions.set(session, user);
    const waiting = this.anonymous.get(session) ?? [];
    this.anonymous.delete(session);
    for (const kept of waiting) this.takeOf(user, kept);
  }

  private takeOf(user: string, kept: Kept): void {
    const { item, type, at } = kept;
    // A bulk import brings what was streamed before: as at AWS, the same in all respects is the same.
    const key = JSON.stringify([user, item, type, at, kept.value ?? null]);
    if (this.known.has(key)) return;
    this.known.add(key);
    let seen = this.users.get(user);
    if (!seen) {
      seen = [];
      this.users.set(user, seen);
    }
    seen.push({ item, type, at });
    this.typeCounts.set(type, (this.typeCounts.get(type) ?? 0) + 1);
    this.listener.add(user, kept);
  }

  private inForce(): readonly string[] {
    return this.imports.get(this.key) ?? [];
  }

  private importFile(name: string): LogFile<Kept> {
    return new LogFile(join(this.folder, name));
  }
}

/** Ids are of one user; of one session, while nobody has signed in. */
function idOf({ user, session, id }: Kept): string | undefined {
  return id === undefined ? undefined : `${user ?? `session ${session}`}\n${id}`;
}
