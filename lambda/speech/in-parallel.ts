/** Does the work for each item, so many at a time. After the first failure nothing new is begun; it is thrown. */
export async function inParallel<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      await work(item).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(atATime, items.length) }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/**
 * The results of the work in the items' order, while that of the next few is already under way: what lies ahead is
 * bounded, so that memory is.
 */
export async function* ahead<T, R>(
  items: Iterable<T>,
  atATime: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const pending: Promise<R>[] = [];
  try {
    for (const item of items) {
      const started = work(item);
      // Whoever waits for it learns of its failure; until then nobody does.
      started.catch(() => {});
      pending.push(started);
      if (pending.length >= atATime) yield await (pending.shift() as Promise<R>);
    }
    while (pending.length > 0) yield await (pending.shift() as Promise<R>);
  } finally {
    await Promise.allSettled(pending);
  }
}
