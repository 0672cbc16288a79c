import { createHash } from 'node:crypto';

interface Rule {
  readonly rate: number;
  readonly times?: number;
}

/** A number from 0 up to 1 that depends on nothing but the seed and the parts. */
export function draw(seed: number, ...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...parts]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** The rule in whose share the number lies. The shares lie side by side, so the rates of the rules add up. */
export function choose<R extends Rule>(rules: readonly R[], at: number): R | undefined {
  let end = 0;
  return rules.find(({ rate }) => {
    end += rate;
    return at < end;
  });
}

/**
 * Decides which rule affects which occurrence. The decision depends on the seed, on who does what, and on how often it was
 * done before: not on the order in which concurrent callers come. So the same seed decides the same for the same calls.
 */
export class Story<R extends Rule> {
  private readonly seen = new Map<string, number>();
  private readonly affected = new Map<string, number>();

  constructor(
    private readonly seed: number,
    private readonly rules: readonly R[],
  ) {}

  /** The decision about the next occurrence of `identity`, which only rules with `matches` affect. */
  next(identity: string, matches: (rule: R) => boolean): { readonly rule: R | undefined; readonly n: number } {
    const n = (this.seen.get(identity) ?? 0) + 1;
    this.seen.set(identity, n);
    const left = this.rules.filter((rule) => matches(rule) && this.times(rule, identity) < (rule.times ?? Infinity));
    const rule = choose(left, draw(this.seed, identity, n));
    if (rule) this.affected.set(this.key(rule, identity), this.times(rule, identity) + 1);
    return { rule, n };
  }

  private times(rule: R, identity: string): number {
    return this.affected.get(this.key(rule, identity)) ?? 0;
  }

  private key(rule: R, identity: string): string {
    return `${this.rules.indexOf(rule)} ${identity}`;
  }
}
