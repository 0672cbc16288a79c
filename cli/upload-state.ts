import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Identifies a state of a file: a file with another size or time counts as another file. */
export interface FileIdentity {
  /** Absolute. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** Stores the upload that a file belongs to, so that the same command resumes an interrupted upload. */
export interface UploadState {
  readonly assetId: string | undefined;
  /**
   * The key of the request that begins the upload. It is stored before the request, so that a command that ended before
   * the response came has the same upload when it is run again.
   */
  key(): string;
  remember(assetId: string): void;
  forget(): void;
}

export function uploadState(file: FileIdentity, origin: string, user: string, env: NodeJS.ProcessEnv): UploadState {
  const identity = JSON.stringify([origin, user, file.path, file.size, file.mtimeMs]);
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  const cache = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const path = join(cache, 'omnistream/uploads', `${name}.json`);
  const read = (member: 'assetId' | 'key'): string | undefined => {
    try {
      const value = (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)[member];
      return typeof value === 'string' ? value : undefined;
    } catch {
      return undefined;
    }
  };
  const write = (members: { readonly assetId?: string; readonly key?: string }) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify({ ...members, file: file.path }));
    renameSync(`${path}.new`, path);
  };
  return {
    get assetId() {
      return read('assetId');
    },
    key() {
      const kept = read('key');
      if (kept !== undefined) return kept;
      const key = randomUUID();
      write({ key });
      return key;
    },
    remember(assetId) {
      write({ assetId });
    },
    forget() {
      rmSync(path, { force: true });
    },
  };
}
