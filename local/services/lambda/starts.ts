import { availableParallelism } from 'node:os';

/**
 * The execution environments that are starting, of all functions. To load a function's code keeps a core busy, so more
 * starts at the same time would only make each of them slower.
 */
export class Starts {
  private readonly listeners = new Set<() => void>();

  constructor(private free = Math.max(2, availableParallelism())) {}

  /** Whether another environment may start now. If so, {@link give} has to follow. */
  take(): boolean {
    if (this.free === 0) return false;
    this.free -= 1;
    return true;
  }

  give(): void {
    this.free += 1;
    for (const listener of this.listeners) listener();
  }

  /** Calls the listener whenever a start has ended. Returns a function that ends this. */
  onFree(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
