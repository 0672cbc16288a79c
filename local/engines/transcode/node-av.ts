import type * as Lib from 'node-av/lib';

export type Av = typeof Lib;

/** FFmpeg's constants, stable across its versions (libavutil/error.h, avcodec.h, avformat.h). */
export const eof = -541478725;
/** `EINVAL`, negated; the same on all platforms. FFmpeg's error for a format that is not allowed. */
export const invalidArgument = -22;
export const media = { video: 0, audio: 1 } as const;
export const globalHeaderFlag = { format: 0x0040, codec: 1 << 22 } as const;
export const noFile = 0x0001;
export const noTimestamp = -(2n ** 63n);

/** The platform's `EAGAIN`, negated: 11 on Linux and Windows, 35 on macOS. */
export const again = process.platform === 'darwin' ? -35 : -11;

let loaded: Promise<Av> | undefined;

/** Loads the native libraries. Throws if the platform's package is not installed. */
export function loadAv(): Promise<Av> {
  // The package calls `Promise.withResolvers`, which Node 20 lacks.
  const later = Promise as unknown as { withResolvers?: typeof withResolvers };
  later.withResolvers ??= withResolvers;
  loaded ??= import('node-av/lib');
  return loaded;
}

function withResolvers<T>() {
  let resolve!: (value: T | PromiseLike<T>) => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

export class AvError extends Error {
  override readonly name = 'AvError';
}

/** Throws {@link AvError} for a negative number, which is FFmpeg's code of an error. */
export function check(av: Av, code: number, what: string): number {
  if (code < 0) throw new AvError(`${what}: ${av.FFmpegError.strerror(code)}`);
  return code;
}
