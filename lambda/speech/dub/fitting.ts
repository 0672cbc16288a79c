/** Percent of a voice's natural speed. Speech faster than `fastest` is hard to follow. */
export const natural = 100;
export const fastest = 140;

/** Percent. Rates are multiples of it, so that a cue whose slot changes slightly is still found in the cache. */
const step = 5;

export interface Fitted<T> {
  readonly spoken: T;
  readonly rate: number;
  /** Whether it is the shorter translation. */
  readonly isBrief: boolean;
  readonly seconds: number;
}

export interface Slot {
  readonly text: string;
  readonly brief?: string;
  /** The seconds until the next voice starts. */
  readonly seconds: number;
}

/** The lowest rate at which speech of this length is expected to fit into the slot. */
function rateFor(seconds: number, slot: number): number {
  if (slot <= 0) return fastest;
  return Math.min(fastest, Math.ceil((seconds / slot) * (natural / step)) * step);
}

/**
 * Speaks a text within its slot and changes it as little as possible: first at the natural speed, then faster, then with
 * its shorter translation. Returns the shortest speech if nothing fits. Calls `speak` at most six times.
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
      // Voices do not follow the rate exactly, so the second attempt uses the highest rate.
      rate = rate === natural ? Math.max(natural + step, rateFor(fitted.seconds, slot)) : fastest;
    }
  }
  return best as Fitted<T>;
}
