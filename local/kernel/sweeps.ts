import type { Kernel } from './kernel';
import type { LocalService } from './service';

/** Milliseconds between two sweeps. Retentions count in days. */
const interval = 3_600_000;

/** Lets the services delete data that has passed its retention, once an hour. */
export class Sweeps {
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly services: readonly LocalService[],
    private readonly log: Kernel['log'],
  ) {}

  /** Sweeps now, and then once an hour. Resolves after the first sweep. */
  async start(): Promise<void> {
    this.timer = setInterval(() => void this.run(), interval).unref();
    await this.run();
  }

  /** Sweeps after the sweep that is running, if there is one. A service that fails is logged, and does not stop others. */
  run(): Promise<void> {
    this.last = this.last.then(async () => {
      for (const service of this.services) {
        try {
          await service.sweep?.();
        } catch (error) {
          this.log('runtime', 'a service could not remove what has passed its retention', { error: String(error) });
        }
      }
    });
    return this.last;
  }

  /** Resolves when no sweep is running. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.last;
  }
}
