import type { Output } from '../output';

export interface Result {
  readonly step: string;
  /** `observed` marks behaviour that AWS does not document and that the platform does not depend on. */
  readonly state: 'held' | 'failed' | 'skipped' | 'observed';
  readonly seconds: number;
  readonly detail: string;
}

/** A step that cannot run. The message gives the user the reason. */
export class Skipped extends Error {}

/** Runs steps in sequence and keeps their results. A failed step does not end the run. */
export class Steps {
  readonly results: Result[] = [];

  constructor(private readonly out: Output) {}

  /** Returns the value of `work`, or `undefined` if it failed. `work` returns its value and one line of detail. */
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

  /** Runs a step that reports behaviour; every result counts as a success. */
  async observe(step: string, work: () => Promise<string>): Promise<void> {
    await this.take(step, async () => [undefined, await work()], 'observed');
  }

  /** Whether all steps succeeded; steps in `without` may have been skipped. */
  held(without: readonly string[]): boolean {
    return this.results.every(
      ({ state, step }) => state === 'held' || state === 'observed' || (state === 'skipped' && without.includes(step)),
    );
  }
}

const line = ({ state, seconds, step, detail }: Result) =>
  `${state.padEnd(8)}  ${`${seconds.toFixed(1)} s`.padStart(8)}  ${step.padEnd(18)}  ${detail}`;

/** Returns a result of an earlier step. Throws {@link Skipped} if it is missing. */
export function needs<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Skipped(`needs ${what}`);
  return value;
}
