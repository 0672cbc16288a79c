/** Time as the workflows see it; tests let it run faster. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves once it is `until` (milliseconds since 1970); rejects with the signal's reason. */
  sleep(until: number, signal: AbortSignal): Promise<void>;
}

/** `setTimeout` takes no more than 2^31 - 1 milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** A clock over `now`, in which a second takes `secondMilliseconds` of real time. */
export function clockOf(now: () => number, secondMilliseconds = 1000): Clock {
  const wait = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const abort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      }, milliseconds);
      signal.addEventListener('abort', abort, { once: true });
    });
  return {
    now,
    async sleep(until, signal) {
      for (;;) {
        signal.throwIfAborted();
        const left = until - now();
        if (left <= 0) return;
        await wait(Math.min(Math.ceil((left * secondMilliseconds) / 1000), longestTimer), signal);
      }
    },
  };
}

/** A scope that ends with its parent, or earlier. Abort it in the end, so that the parent forgets it. */
export function fork(parent: AbortSignal): AbortController {
  const child = new AbortController();
  if (parent.aborted) child.abort(parent.reason);
  else parent.addEventListener('abort', () => child.abort(parent.reason), { signal: child.signal });
  return child;
}
