import { existsSync } from 'node:fs';
import type { WorkerLimits } from './limits';

const shell = '/bin/sh';

/** Whether the system has the limits that a shell can set: processor time, descriptors and the size of files. */
export const hasSystemLimits = existsSync(shell);

/**
 * The system's limit of memory counts reserved memory too, such as 8 MiB for the stack of each thread, so it is wider than
 * the limit of resident memory. It stops what grows faster than the watchdog looks.
 */
const reserved = { share: 2, bytes: 2e9 } as const;

/**
 * Options of `fork` with which the system itself limits the process and all that it starts. A shell sets the limits and
 * then becomes the process. Units of POSIX's `ulimit`: kibibytes, seconds, descriptors, blocks of 512 bytes.
 */
export function limitedCommand(limits: WorkerLimits): { readonly execPath?: string; readonly execArgv: string[] } {
  if (!hasSystemLimits) return { execArgv: [] };
  const { memoryBytes, cpuSeconds, openFiles, fileBytes } = limits;
  const settings = [
    '-c 0',
    // At the first of these the process gets SIGXCPU, by which its end is recognized; at the second it is killed.
    `-S -t ${Math.ceil(cpuSeconds)}`,
    `-H -t ${Math.ceil(cpuSeconds) + 5}`,
    `-n ${openFiles}`,
    `-f ${Math.ceil(fileBytes / 512)}`,
    `-d ${Math.ceil((memoryBytes * reserved.share + reserved.bytes) / 1024)}`,
  ];
  // A system without one of the limits runs the process with the others; local/README.md lists them.
  const script = `${settings.map((one) => `ulimit ${one} 2>/dev/null`).join('; ')}; exec "$0" "$@"`;
  return { execPath: shell, execArgv: ['-c', script, process.execPath] };
}
