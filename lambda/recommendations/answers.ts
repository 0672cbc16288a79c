interface Kept<T> {
  readonly answer: Promise<T>;
  readonly until: number;
}

/** How long a response or a title is used before it is read again, in milliseconds. */
export const freshMs = 5_000;

/**
 * Results of the last few seconds by question. A call during the computation of the same result waits for it. Failures
 * are not kept. At most `most` results are kept; the oldest are dropped first.
 */
export class Answers<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(
    private readonly forMs: number,
    private readonly most: number,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.kept.size;
  }

  get(question: string, find: () => Promise<T>): Promise<T> {
    const known = this.kept.get(question);
    if (known && this.now() < known.until) return known.answer;
    // Removed and set again, so that the map's order is by age.
    this.kept.delete(question);
    const answer = find();
    const one = { answer, until: this.now() + this.forMs };
    this.kept.set(question, one);
    answer.catch(() => {
      if (this.kept.get(question) === one) this.kept.delete(question);
    });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(oldest);
    }
    return answer;
  }
}
