import { createHash } from 'node:crypto';
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
  remember(assetId: string): void;
  forget(): void;
}

export function uploadState(file: FileIdentity, origin: string, user: string, env: NodeJS.ProcessEnv): UploadState {
  const identity = JSON.stringify([origin, user, file.path, file.size, file.mtimeMs]);
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  const cache = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const path = join(cache, 'omnistream/uploads', `${name}.json`);
  return {
    get assetId() {
      try {
        const { assetId } = JSON.parse(readFileSync(path, 'utf8')) as { assetId?: unknown };
        return typeof assetId === 'string' ? assetId : undefined;
      } catch {
        return undefined;
      }
    },
    remember(assetId) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify({ assetId, file: file.path }));
      renameSync(`${path}.new`, path);
    },
    forget() {
      rmSync(path, { force: true });
    },
  };
}
