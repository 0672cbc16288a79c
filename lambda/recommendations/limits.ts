import { log } from '../shared/log';

/** Creates a signal that aborts after `ms` milliseconds. */
export type Limit = (ms: number) => AbortSignal;

/** Settles as `work` does, or rejects with the signal's reason (`TimeoutError`) even if `work` ignores the signal. */
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

/** {@link orElse} with a time limit. */
export function attempt<T>(
  what: string,
  signal: AbortSignal,
  otherwise: T,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return orElse(what, otherwise, within(signal, work));
}

/** Resolves to the promise's value, or to `otherwise` if it is rejected. The rejection is logged. */
export async function orElse<T>(what: string, otherwise: T, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    log.warn(`Recommending without ${what}`, { error });
    return otherwise;
  }
}
