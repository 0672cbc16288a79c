import type { Output } from '../output';

export interface Result {
  readonly step: string;
  /** `observed`: something that AWS does not document, and that nothing depends on. */
  readonly state: 'held' | 'failed' | 'skipped' | 'observed';
  readonly seconds: number;
  readonly detail: string;
}

/** A step that cannot be taken: its reason is what the user should know. */
export class Skipped extends Error {}

/** Takes steps one after the other, and keeps what came of each. A failed step does not end the run. */
export class Steps {
  readonly results: Result[] = [];

  constructor(private readonly out: Output) {}

  /** Returns what `work` found, or `undefined` where it failed. `work` returns its value and one line about it. */
  async take<T>(
    step: string,
    work: () => Promise<readonly [value: T, detail: string]>,
    success: 'held' | 'observed' = 'held',
  ): Promise<T | undefined> {
    const since = performance.now();
    const keep = (result: Omit<Result, 'step' | 'seconds'>) => {
      const seconds = Math.round((performance.now() - since) / 100) / 10;
      this.results.push({ step, seconds, ...result });
      this.out.note(line(this.results.at(-1) as Result));
    };
    try {
      const [value, detail] = await work();
      keep({ state: success, detail });
      return value;
    } catch (error) {
      const detail = (error as Error).message.split('\n')[0] ?? '';
      keep({ state: error instanceof Skipped ? 'skipped' : 'failed', detail });
      return undefined;
    }
  }

  /** A step that shows how something is, and holds in any case. */
  async observe(step: string, work: () => Promise<string>): Promise<void> {
    await this.take(step, async () => [undefined, await work()], 'observed');
  }

  /** Whether all held; steps in `without` may have been skipped. */
  held(without: readonly string[]): boolean {
    return this.results.every(
      ({ state, step }) => state === 'held' || state === 'observed' || (state === 'skipped' && without.includes(step)),
    );
  }
}

const line = ({ state, seconds, step, detail }: Result) =>
  `${state.padEnd(8)}  ${`${seconds.toFixed(1)} s`.padStart(8)}  ${step.padEnd(18)}  ${detail}`;

/** What a step needs of one before it. Throws {@link Skipped}. */
export function needs<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Skipped(`needs ${what}`);
  return value;
}
