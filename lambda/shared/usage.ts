import { Problem } from './problem';

/** What a creator can use up within a day. */
export type Used = 'uploads' | 'languages' | 'retries' | 'sourceSeconds';

/** Counts what creators use. */
export interface Usage {
  /**
   * Adds to the use of a day, in one step. Returns false, and adds nothing, if it would be above the maximum.
   * @param name if given, a use of the same name counts once, however often it is added
   */
  take(ownerId: string, day: string, used: Used, amount: number, maximum: number, name?: string): Promise<boolean>;
}

const dayMs = 86_400_000;

/** The day in UTC, as `2026-01-31`. */
export const dayOf = (now: Date) => now.toISOString().slice(0, 10);

/** What creators use within a day, against the stage's maxima. */
export class DailyUse<U extends Exclude<Used, 'sourceSeconds'>> {
  constructor(
    private readonly usage: Usage,
    private readonly maxima: Readonly<Record<U, number>>,
    private readonly now: () => Date,
  ) {}

  /**
   * Adds to the use of the day; once for each `name`, if it is given. Throws {@link Problem} 429 if it would be above the
   * maximum.
   */
  async take(ownerId: string, used: U, amount: number, name?: string): Promise<void> {
    const maximum = this.maxima[used];
    const now = this.now();
    if (amount === 0 || (await this.usage.take(ownerId, dayOf(now), used, amount, maximum, name))) return;
    const reset = (Math.floor(now.getTime() / dayMs) + 1) * dayMs;
    const resetsAt = new Date(reset).toISOString();
    const detail = `A creator can have ${maximum} ${used} per day. The next day begins at ${resetsAt}.`;
    const members = { limit: used, maximum, resetsAt };
    throw new Problem('daily-limit', detail, { members, retryAfter: Math.ceil((reset - now.getTime()) / 1000) });
  }
}
