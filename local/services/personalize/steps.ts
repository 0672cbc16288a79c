import type { Kernel } from '../../kernel/kernel';

/** Takes resources and jobs from state to state, one step after another for each of them, with a pause before each step. */
export class Steps {
  private readonly running = new Map<string, { done: Promise<void>; isAskedAgain: boolean }>();
  private readonly timers = new Set<{ timer: NodeJS.Timeout; wake: () => void }>();
  private isStopped = false;

  /** `pace` is the pause, in milliseconds. */
  constructor(
    private readonly pace: number,
    private readonly kernel: Kernel,
  ) {}

  /** Repeats `step` until it returns false. If `run` is called for the same id in the meantime, the steps run once more. */
  run(id: string, step: () => Promise<boolean> | boolean): void {
    const running = this.running.get(id);
    if (running) running.isAskedAgain = true;
    if (running || this.isStopped) return;
    const done = this.repeat(step)
      .catch((error: Error) => {
        if (!this.isStopped)
          this.kernel.log('personalize', `${id} stays in its state after an error`, { error: error.stack });
      })
      .then(() => {
        const { isAskedAgain } = this.running.get(id) ?? {};
        this.running.delete(id);
        if (isAskedAgain) this.run(id, step);
      });
    this.running.set(id, { done, isAskedAgain: false });
  }

  /** Whether {@link stop} was called. */
  get hasEnded(): boolean {
    return this.isStopped;
  }

  /** Resolves when no step of the id is left to run. */
  async done(id: string): Promise<void> {
    for (let running = this.running.get(id); running; running = this.running.get(id)) await running.done;
  }

  stop(): void {
    this.isStopped = true;
    for (const { timer, wake } of this.timers) {
      clearTimeout(timer);
      wake();
    }
  }

  private async repeat(step: () => Promise<boolean> | boolean): Promise<void> {
    do await this.pause();
    while (!this.isStopped && (await step()));
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const entry = {
        timer: setTimeout(() => entry.wake(), this.pace).unref(),
        wake: () => {
          this.timers.delete(entry);
          resolve();
        },
      };
      this.timers.add(entry);
    });
  }
}
