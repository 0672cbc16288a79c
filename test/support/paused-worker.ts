import { childrenOf } from './children';

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
