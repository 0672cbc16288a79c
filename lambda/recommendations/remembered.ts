/** A value that is the same for all viewers and may be a little old. */
export interface Remembered<T> {
  /** The value, or the previous one if a new one cannot be loaded. Rejects only if no value was ever loaded. */
  get(): Promise<T>;
}

/** Loads a value when it is needed, at most once in `forMs` milliseconds. */
export function remembered<T>(load: () => Promise<T>, forMs: number, now: () => number): Remembered<T> {
  let kept: { readonly value: T; readonly at: number } | undefined;
  let loading: Promise<T> | undefined;

  async function reload(): Promise<T> {
    try {
      const value = await load();
      kept = { value, at: now() };
      return value;
    } finally {
      loading = undefined;
    }
  }

  return {
    async get() {
      if (kept && now() - kept.at < forMs) return kept.value;
      loading ??= reload();
      try {
        return await loading;
      } catch (error) {
        if (kept) return kept.value;
        throw error;
      }
    },
  };
}
