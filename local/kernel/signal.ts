import { type Clock, fork } from './clock';

/** Something to wait for that may have happened already. */
export class Signal {
  private raised = false;
  private wake = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly scope: AbortSignal,
  ) {}

  raise(): void {
    this.raised = true;
    this.wake();
  }

  clear(): void {
    this.raised = false;
  }

  /** Until it is raised, the scope ends, or it is `deadline` (milliseconds since 1970). */
  async wait(deadline?: number): Promise<void> {
    if (this.raised || this.scope.aborted) return;
    const timer = fork(this.scope);
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer.signal.addEventListener('abort', () => resolve(), { once: true });
      if (deadline !== undefined) this.clock.sleep(deadline, timer.signal).then(resolve, resolve);
    });
    timer.abort();
  }
}
