import type { Parameters } from './parameters';

/** One event of a viewer and an item. */
export interface Interaction {
  readonly user: string;
  readonly item: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly type: string;
  /** A rating from 1 to 5, for type `Rate`. */
  readonly value?: number;
}

/** The sum of all events of one viewer and one item. */
export interface Cell {
  /** The weight of the strongest event, from 0 to 1. */
  readonly weight: number;
  /** The time of the newest event, in milliseconds since 1970. */
  readonly at: number;
  /** Whether the last rating was bad. The item then does not count for the viewer's taste. */
  readonly isDisliked: boolean;
}

export const day = 86_400_000;

/** Times are counted from this day, so that powers of two stay within the range of a number. */
const epoch = Date.UTC(2025, 0, 1);

/**
 * Returns the weight of an event's age, up to a factor that is the same for all events: 2 for each half-life since a
 * fixed day.
 */
export function decay(at: number, halfLife: number): number {
  return halfLife === Number.POSITIVE_INFINITY ? 1 : 2 ** ((at - epoch) / (halfLife * day));
}

/** The items that each viewer has seen, and the popularity of items. Each event updates both. */
export class History {
  private readonly users = new Map<string, Map<string, Cell>>();
  private readonly popularity = new Map<string, { score: number; viewers: number }>();

  constructor(private readonly parameters: Parameters) {}

  add({ user, item, at, type, value }: Interaction): void {
    let cells = this.users.get(user);
    if (!cells) {
      cells = new Map();
      this.users.set(user, cells);
    }
    const before = cells.get(item);
    const cell = this.merged(before, at, type, value);
    cells.set(item, cell);
    this.count(item, this.popularityOf(cell) - (before ? this.popularityOf(before) : 0), before ? 0 : 1);
  }

  removeUser(user: string): void {
    for (const [item, cell] of this.cells(user)) this.count(item, -this.popularityOf(cell), -1);
    this.users.delete(user);
  }

  /** Keyed by item. */
  cells(user: string): ReadonlyMap<string, Cell> {
    return this.users.get(user) ?? new Map();
  }

  all(): ReadonlyMap<string, ReadonlyMap<string, Cell>> {
    return this.users;
  }

  /** Keyed by item: `score` falls with time, `viewers` does not. */
  popular(): ReadonlyMap<string, { readonly score: number; readonly viewers: number }> {
    return this.popularity;
  }

  private merged(before: Cell | undefined, at: number, type: string, value: number | undefined): Cell {
    const newest = Math.max(at, before?.at ?? Number.NEGATIVE_INFINITY);
    const isRating = type === 'Rate' && value !== undefined;
    const isNews = !before || at >= before.at;
    const isDisliked = isRating && isNews ? value < this.parameters.goodRating : (before?.isDisliked ?? false);
    const weight = isRating ? ratingWeight(value, this.parameters) : this.weightOf(type);
    return { weight: Math.max(weight, before?.weight ?? 0), at: newest, isDisliked };
  }

  private weightOf(type: string): number {
    return this.parameters.weights[type] ?? this.parameters.otherWeight;
  }

  private popularityOf({ weight, at, isDisliked }: Cell): number {
    return isDisliked ? 0 : weight * decay(at, this.parameters.popularityHalfLife);
  }

  private count(item: string, score: number, viewers: number): void {
    const before = this.popularity.get(item) ?? { score: 0, viewers: 0 };
    const after = { score: before.score + score, viewers: before.viewers + viewers };
    if (after.viewers > 0) this.popularity.set(item, after);
    else this.popularity.delete(item);
  }
}

/** The best rating counts as much as watching to the end. */
function ratingWeight(value: number, { goodRating }: Parameters): number {
  return value < goodRating
    ? 0
    : 0.5 + (0.5 * Math.min(value - goodRating, 5 - goodRating)) / Math.max(5 - goodRating, 1);
}
