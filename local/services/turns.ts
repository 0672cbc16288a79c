/** Runs at most a given number of tasks at the same time. Others wait in the order in which they came. */
export class Turns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.free = atOnce;
  }

  /** Throws the task's error. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The turn passes to the next task, if one waits.
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
