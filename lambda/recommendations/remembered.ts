/** A value that is the same for all viewers, with how old it may be. */
export interface Remembered<T> {
  /** The value; that of before where a new one cannot be had. Rejects only where there never was one. */
  get(): Promise<T>;
}

/** Loads a value when it is asked for, at most once in `forMs` milliseconds. */
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
