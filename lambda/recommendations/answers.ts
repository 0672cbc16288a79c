interface Kept<T> {
  readonly answer: Promise<T>;
  readonly until: number;
}

/** How long an answer, or a title, is taken to hold, in milliseconds. */
export const freshMs = 5_000;

/**
 * Answers of the last few seconds by question. Who asks while the same is being answered waits for that answer; what
 * fails is not kept. Holds at most `most` answers, and forgets the oldest first.
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
    // Set anew, it comes last in the map's order, which is by age then.
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
