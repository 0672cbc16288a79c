import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../kernel/store';
import { LogFile } from './log-file';

/** One line of the log. An event without a user belongs to the user of its session. */
export interface InteractionRecord {
  readonly user?: string;
  readonly session?: string;
  readonly item: string;
  readonly type: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly value?: number;
  /** The client's id of the event, by which a repeated event is recognised. */
  readonly id?: string;
}

/** An event in the form that filters use. */
export interface Seen {
  readonly item: string;
  readonly type: string;
  readonly at: number;
}

export interface Listener {
  /** Called before all interactions are loaded again. */
  reset(): void;
  add(user: string, kept: InteractionRecord): void;
}

/** The maximum number of streamed events. The oldest are dropped when the runtime starts. */
const maxStreamedEvents = 1_000_000;

/**
 * All interactions of a dataset: streamed events in one log, and one file for each bulk import. The list of imports in
 * force is stored separately, so that a whole import takes effect at once.
 */
export class Interactions {
  private readonly streamed: LogFile<InteractionRecord>;
  private readonly folder: string;
  private readonly users = new Map<string, Seen[]>();
  private readonly ids = new Set<string>();
  private readonly known = new Set<string>();
  private readonly sessions = new Map<string, string>();
  private readonly anonymous = new Map<string, InteractionRecord[]>();
  private readonly typeCounts = new Map<string, number>();

  /** `imports` contains, under `key`, the imports in force. */
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

  /** Loads all interactions again. */
  load(): void {
    this.listener.reset();
    for (const map of [this.users, this.sessions, this.anonymous, this.typeCounts]) map.clear();
    this.ids.clear();
    this.known.clear();
    const inForce = this.inForce();
    // The file belongs to an import that was replaced, or that a killed process did not finish.
    for (const file of readdirSync(this.folder))
      if (!inForce.includes(file)) rmSync(join(this.folder, file), { force: true });
    for (const name of inForce) for (const kept of this.importFile(name).read()) this.take(kept);
    let streamed = this.streamed.read();
    if (streamed.length > maxStreamedEvents) {
      streamed = streamed.slice(-maxStreamedEvents);
      this.streamed.replace(streamed);
    }
    for (const kept of streamed) this.take(kept);
  }

  /** Stores events and returns those that are new. */
  stream(events: readonly InteractionRecord[]): InteractionRecord[] {
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

  /** Adds the rows to those of earlier imports, or replaces them. Streamed events stay. */
  import(rows: readonly InteractionRecord[], mode: 'FULL' | 'INCREMENTAL'): void {
    const name = `${randomUUID()}.jsonl`;
    this.importFile(name).replace(rows);
    const before = this.inForce();
    this.imports.put(this.key, mode === 'FULL' ? [name] : [...before, name]);
    if (mode === 'FULL') this.load();
    else for (const row of rows) this.take(row);
  }

  /** Deletes users from all files. */
  deleteUsers(users: ReadonlySet<string>): void {
    const owned = ({ user, session }: InteractionRecord) => {
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

  /** Returns the events of a user in the order of their arrival. */
  of(user: string): readonly Seen[] {
    return this.users.get(user) ?? [];
  }

  /** Returns the counts for which recommenders require a minimum. */
  counts(): { total: number; usersWithTwo: number; ofType(type: string): number } {
    let [total, usersWithTwo] = [0, 0];
    for (const seen of this.users.values()) {
      total += seen.length;
      if (seen.length >= 2) usersWithTwo++;
    }
    for (const events of this.anonymous.values()) total += events.length;
    return { total, usersWithTwo, ofType: (type) => this.typeCounts.get(type) ?? 0 };
  }

  private take(kept: InteractionRecord): void {
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

  /** Assigns the session, with all its earlier events, to the user. */
  private claim(session: string, user: string): void {
    this.sessions.set(session, user);
    const waiting = this.anonymous.get(session) ?? [];
    this.anonymous.delete(session);
    for (const kept of waiting) this.takeOf(user, kept);
  }

  private takeOf(user: string, kept: InteractionRecord): void {
    const { item, type, at } = kept;
    // A bulk import may contain events that were streamed before. As on AWS, events that are equal in all members are
    // the same.
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

  private importFile(name: string): LogFile<InteractionRecord> {
    return new LogFile(join(this.folder, name));
  }
}

/** Ids are unique per user, or per session before a user has signed in. */
function idOf({ user, session, id }: InteractionRecord): string | undefined {
  return id === undefined ? undefined : `${user ?? `session ${session}`}\n${id}`;
}
