import { availableParallelism, totalmem } from 'node:os';

/** What one process of an engine may use. */
export interface WorkerLimits {
  /** Resident bytes of the process and its children. */
  readonly memoryBytes: number;
  /** Seconds of processor time. */
  readonly cpuSeconds: number;
  /** Seconds between two messages of the process, its start and its end included. */
  readonly silentSeconds: number;
  /** Open descriptors. */
  readonly openFiles: number;
  /** Bytes of any one file that the process writes. */
  readonly fileBytes: number;
}

/** A limit that a process has reached, as it is named in messages. */
export type LimitName = 'memory' | 'processor time' | 'silence';

/** For a file's headers and first pictures. Films take about 100 MB and a second. */
export const probeLimits: WorkerLimits = {
  memoryBytes: 768e6,
  cpuSeconds: 15,
  silentSeconds: 120,
  openFiles: 256,
  fileBytes: 0,
};

/** Processor seconds and bytes, per second of film. A ladder from 4K60 takes about half of the former on a slow core. */
const encodeRate = { cpuSeconds: 60, fileBytes: 4e6 } as const;

/** Each core encodes and decodes pictures of its own. A ladder from 4K60 takes 1.3 GB on two cores. */
const encodeThreadBytes = 250e6;

/** Bytes per second: the least of a film whose length is unknown, and the most of one that declares too short a length. */
const bytesPerSecond = { least: 1e3, most: 1e6 } as const;

/**
 * The limits of an encode.
 * @param filmSeconds the length that the film declares, if it does
 * @param sourceBytes the size of its file, from which the length is estimated too, since that declaration may be wrong
 */
export function encodeLimits(filmSeconds: number | undefined, sourceBytes: number): WorkerLimits {
  const seconds = Math.max(filmSeconds ?? sourceBytes / bytesPerSecond.least, sourceBytes / bytesPerSecond.most);
  return {
    memoryBytes: Math.min(2e9 + availableParallelism() * encodeThreadBytes, totalmem() * 0.75),
    cpuSeconds: Math.ceil(600 + seconds * encodeRate.cpuSeconds),
    silentSeconds: 600,
    openFiles: 1024,
    fileBytes: Math.ceil(100e6 + seconds * encodeRate.fileBytes),
  };
}
