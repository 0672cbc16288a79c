import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Returns the resident bytes of a process and its children; 0 if it has ended or cannot be measured. */
export type MeasureMemory = (pid: number) => Promise<number>;

/** Linux: reads two small files per process. */
export const memoryByProc: MeasureMemory = async (pid) => {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [status, children] = await Promise.all([read('status'), read(`task/${pid}/children`)]);
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  const others = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(memoryByProc));
  return others.reduce((sum, bytes) => sum + bytes, own);
};

/** macOS and other systems: asks `ps`. */
export const memoryByPs: MeasureMemory = async (pid) => {
  const listed = promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss='], { timeout: 10_000, maxBuffer: 16e6 });
  const rows = await listed.then(
    ({ stdout }) =>
      stdout
        .trim()
        .split('\n')
        .map((row) => row.trim().split(/\s+/).map(Number)),
    () => [],
  );
  const bytesOf = (parent: number): number =>
    rows
      .filter(([id, ppid]) => id === parent || ppid === parent)
      .reduce((sum, [id = 0, , kibibytes = 0]) => sum + (id === parent ? kibibytes * 1024 : bytesOf(id)), 0);
  return bytesOf(pid);
};

/** The way to measure on this system, and the milliseconds between two measurements; `undefined` on Windows. */
export function memoryMeter(): { readonly measure: MeasureMemory; readonly interval: number } | undefined {
  if (existsSync('/proc/self/status')) return { measure: memoryByProc, interval: 100 };
  return process.platform === 'win32' ? undefined : { measure: memoryByPs, interval: 1000 };
}
