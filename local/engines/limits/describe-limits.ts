import { hasSystemLimits } from './limited-command';
import { memoryMeter } from './memory';

interface Means {
  /** Whether the system limits processor time, descriptors and the size of files. */
  readonly system: boolean;
  /** Whether memory can be measured. */
  readonly memory: boolean;
}

/** Returns a line for the runtime's start: which limits hold for the processes that read films on this system. */
export function describeLimits(
  { system, memory }: Means = { system: hasSystemLimits, memory: memoryMeter() !== undefined },
): string {
  const missing = [
    ...(memory ? [] : ['memory']),
    ...(system ? [] : ['processor time', 'open files', 'the size of files']),
  ];
  if (missing.length === 0) return 'limits memory, time, open files and output of each process that reads films';
  const last = missing.pop();
  const list = missing.length > 0 ? `${missing.join(', ')} or ${last}` : last;
  return `cannot limit ${list} of processes that read films on this system: upload only films that you trust`;
}
