import { readdirSync, readFileSync } from 'node:fs';

function childrenOf(parent: number): { pid: number; command: string }[] {
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

/** Stops the first child process of this kind as soon as it appears, until it is let go on. */
export function pausedWorker(parent: number, kind: string): { readonly paused: Promise<void>; resume(): void } {
  let pid: number | undefined;
  let timer: NodeJS.Timeout;
  const paused = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      pid = childrenOf(parent).find(({ command }) => command.includes(kind))?.pid;
      if (pid === undefined) return;
      clearInterval(timer);
      process.kill(pid, 'SIGSTOP');
      resolve();
    }, 20);
  });
  return {
    paused,
    resume() {
      clearInterval(timer);
      if (pid !== undefined) process.kill(pid, 'SIGCONT');
    },
  };
}
