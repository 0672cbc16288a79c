import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRead } from './passages';

/** Folders that are not part of the sources: what `.gitignore` names, and Git's own. */
const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.omnistream', 'coverage', '.git']);

/** They quote what they find. */
const patternsFolder = 'checks/english/patterns';

/**
 * The files of the repository that have prose, in order. `path` is relative to `root`: a file, or a folder with all that is
 * below it; '' is everything. Throws `ENOENT` for a path that does not exist.
 */
export function proseFiles(root: string, path = ''): string[] {
  if (!statSync(join(root, path)).isDirectory()) return isRead(path) ? [path] : [];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name) && `${path}/${name}` !== patternsFolder)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) return proseFiles(root, below);
      return entry.isFile() && isRead(below) ? [below] : [];
    });
}

/** The text of a file of the repository. */
export function readProse(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
