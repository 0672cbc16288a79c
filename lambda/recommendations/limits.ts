import { log } from '../shared/log';

/** A signal that aborts after so many milliseconds. */
export type Limit = (ms: number) => AbortSignal;

/** What `work` comes to, or the signal's reason (`TimeoutError`) once it aborts, whatever `work` does with the signal. */
export function within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work(signal)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** {@link orElse} of something that may take too long. */
export function attempt<T>(
  what: string,
  signal: AbortSignal,
  otherwise: T,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return orElse(what, otherwise, within(signal, work));
}

/** What a promise comes to, or `otherwise` where it is rejected; that it was is logged. */
export async function orElse<T>(what: string, otherwise: T, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    log.warn(`Recommending without ${what}`, { error });
    return otherwise;
  }
}
