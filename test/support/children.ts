import { readdirSync, readFileSync } from 'node:fs';

/** The child processes of a process, from procfs. */
export function childrenOf(parent: number): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The name of the program may hold spaces; the parent is the second word after its closing parenthesis.
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return Number(ppid) === parent ? [{ pid: Number(name), command }] : [];
      } catch {
        // The process has ended in the meantime.
        return [];
      }
    });
}
