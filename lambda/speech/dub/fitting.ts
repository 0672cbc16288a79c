/** Percent of a voice's natural speed. Faster than this, speech is hard to follow. */
export const natural = 100;
export const fastest = 140;

/** Percent: few different rates, so that a cue that moves a little is still found in the cache. */
const step = 5;

export interface Fitted<T> {
  readonly spoken: T;
  readonly rate: number;
  /** Whether it is the shorter wording. */
  readonly isBrief: boolean;
  readonly seconds: number;
}

export interface Slot {
  readonly text: string;
  readonly brief?: string;
  /** Seconds until the next voice. */
  readonly seconds: number;
}

/** The least rate that is likely to bring speech of this length into the slot. */
export function rateFor(seconds: number, slot: number): number {
  if (slot <= 0) return fastest;
  return Math.min(fastest, Math.ceil((seconds / slot) * (natural / step)) * step);
}

/**
 * Speaks a text within its slot, changing it as little as possible: first as is, then faster, then in its shorter
 * wording, faster too. Answers the shortest of what was tried where nothing fits. At most six calls of `speak`.
 */
export async function fitInto<T>(
  { text, brief, seconds: slot }: Slot,
  speak: (text: string, rate: number) => Promise<T>,
  lengthOf: (spoken: T) => number,
): Promise<Fitted<T>> {
  let best: Fitted<T> | undefined;
  for (const [wording, isBrief] of [[text, false] as const, ...(brief ? [[brief, true] as const] : [])]) {
    let rate = natural;
    while (true) {
      const spoken = await speak(wording, rate);
      const fitted = { spoken, rate, isBrief, seconds: lengthOf(spoken) };
      if (!best || fitted.seconds < best.seconds) best = fitted;
      if (fitted.seconds <= slot) return fitted;
      if (rate >= fastest) break;
      // Voices do not obey the rate exactly: the second time it is the utmost.
      rate = rate === natural ? Math.max(natural + step, rateFor(fitted.seconds, slot)) : fastest;
    }
  }
  return best as Fitted<T>;
}
