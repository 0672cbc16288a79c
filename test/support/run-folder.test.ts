import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fastFolder, removeAbandoned } from './run/folder.mjs';

/** More than Linux and macOS allow, so that no process has it. */
const deadPid = 2 ** 30;

test('folders of killed runs are removed, those of living ones are kept, and one that resists fails no run', () => {
  const outside = mkdtempSync(join(tmpdir(), 'runs-'));
  const folder = (name: string) => {
    const path = join(outside, name);
    mkdirSync(join(path, 'omnistream-home', 'data'), { recursive: true });
    writeFileSync(join(path, 'omnistream-home', 'data', 'file'), 'content');
    return path;
  };
  const held = folder(`omni-${deadPid}-a`);
  const abandoned = folder(`omni-${deadPid}-b`);
  const living = folder(`omni-${process.pid}-c`);
  const other = folder('something-else');
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    removeAbandoned(outside, (path) => {
      // A process of the killed run has made a file between the listing of the folder and its removal.
      if (path === held) throw Object.assign(new Error(`ENOTEMPTY: directory not empty, rmdir '${path}'`));
      rmSync(path, { recursive: true });
    });
    expect(warn.mock.calls.flat()).toEqual([expect.stringContaining(basename(held))]);
    expect([held, abandoned, living, other].map((path) => existsSync(path))).toEqual([true, false, true, true]);
    removeAbandoned(outside);
    expect([held, abandoned, living, other].map((path) => existsSync(path))).toEqual([false, false, true, true]);
  } finally {
    warn.mockRestore();
  }
});

test('a run is in memory only where there is room for it, and where no other folder is chosen', () => {
  const { TMPDIR } = process.env;
  const much = 1024 ** 4;
  try {
    delete process.env.TMPDIR;
    expect(fastFolder('/', much, 1)).toBe('/');
    expect(fastFolder('/', 1024, 1024)).toBeUndefined();
    expect(fastFolder('/proc', much, 1)).toBeUndefined();
    expect(fastFolder(join(tmpdir(), 'none'), much, 1)).toBeUndefined();
    process.env.TMPDIR = tmpdir();
    expect(fastFolder('/', much, 1)).toBeUndefined();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});
