import type { Clock } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import type { Alarms } from './alarm/alarms';
import type { Metrics } from './metrics/metrics';

const minute = 60_000;
/** Milliseconds after a minute's end, for metrics that are on their way. */
const lag = 2_000;

/** Measures what services measure once a minute, and then evaluates all alarms. */
export class Evaluation {
  private readonly scope = new AbortController();
  private running: Promise<void> | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly kernel: Kernel,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly alarms: Alarms,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.scope.abort(new Error('stopped'));
    await this.running;
    await this.last;
  }

  /** Evaluates the minutes that have ended by now. One evaluation follows the other. */
  evaluate(): Promise<void> {
    this.last = this.last.then(() => this.once());
    return this.last;
  }

  private async run(): Promise<void> {
    const { signal } = this.scope;
    while (!signal.aborted) {
      const next = (Math.floor((this.clock.now() - lag) / minute) + 1) * minute + lag;
      await this.clock.sleep(next, signal).catch(() => undefined);
      if (!signal.aborted) await this.evaluate();
    }
  }

  private async once(): Promise<void> {
    const { kernel, metrics, alarms } = this;
    const end = Math.floor(this.clock.now() / minute) * minute;
    try {
      for (const measured of kernel.gauges()) metrics.measure(measured, end - 1);
      metrics.compact(end);
      await alarms.evaluate(end);
    } catch (error) {
      kernel.log('cloudwatch', 'the alarms could not be evaluated', { error: String(error) });
    }
  }
}
