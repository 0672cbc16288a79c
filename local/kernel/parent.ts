import { readFileSync } from 'node:fs';

/** Milliseconds between two looks at the parent. */
const interval = 2000;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Linux: the id of a process's parent. */
function parentOf(pid: number): string {
  // The name of the program, in parentheses, may contain spaces. The parent is the second word after it.
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
}

/** This process's parent, and the parent of npm's shell, which stays when npm is killed. Other systems' shells do not stay. */
function ancestors(): string {
  const parent = process.ppid;
  const isShell = /^\S*sh\0-c\0/.test(read(`/proc/${parent}/cmdline`));
  return `${parent} ${isShell ? parentOf(parent) : ''}`;
}

/** The ancestors at the start of this process: npm may be killed before it is ready. */
const first = ancestors();

/**
 * Calls `stop` when `npm start` has ended. npm passes signals on to its program, but it cannot when it is killed. A process
 * that something else has started does not end with its parent.
 */
export function stopWithNpm(stop: () => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const timer = setInterval(() => {
    if (ancestors() === first) return;
    clearInterval(timer);
    stop();
  }, interval).unref();
}
