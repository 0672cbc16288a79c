// A copy of the project for measurements, so that builds and processes of the project are not affected.
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const left = new Set(['node_modules', 'dist', 'cdk.out', 'coverage', 'test', '.git', '.omnistream']);
const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

/** A copy of the project in the state after `npm ci`. */
export function makeWorkspace() {
  const folder = mkdtempSync(join(tmpdir(), 'omnistream-bench-'));
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => !left.has(path.slice(root.length + 1)),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

export function removeWorkspace(folder) {
  rmSync(folder, { recursive: true, force: true });
}

const isFree = (port) =>
  new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)));
  });

/** The first of three consecutive free ports. */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([port, port + 1, port + 2].map(isFree));
    if (free.every(Boolean)) return port;
  }
}
