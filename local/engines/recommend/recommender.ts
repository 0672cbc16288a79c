import type { Model, TrainingSet } from './ease';
import { day, decay, History, type Interaction } from './history';
import { defaults, type Parameters } from './parameters';

/** Facts about an item that do not come from its viewers. */
export interface Traits {
  /** The item's topics, such as its genres. */
  readonly labels: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
}

export interface Ranked {
  readonly item: string;
  /** Higher is better. Scores are comparable within one result only. */
  readonly score: number;
}

/** The length of a list that viewers look at. */
const listLength = 10;

/** Parameters of one request that differ from the recommender's. */
export type Manner = Partial<Pick<Parameters, 'explorationWeight' | 'explorationAge' | 'traitWeight'>>;

/**
 * Recommends items from the events of this viewer and of others. A new event of the viewer counts at once, because it
 * adds a row of the model. A new item is recommended by its labels until the model is trained again.
 */
export class Recommender {
  readonly history: History;
  private readonly parameters: Parameters;
  private readonly traits = new Map<string, Traits>();
  private model: Model = { items: [], weights: new Float32Array() };
  private index: ReadonlyMap<string, number> = new Map();
  private newest = Number.NEGATIVE_INFINITY;

  constructor(parameters: Partial<Parameters> = {}) {
    this.parameters = { ...defaults, ...parameters };
    this.history = new History(this.parameters);
  }

  add(interaction: Interaction): void {
    this.newest = Math.max(this.newest, interaction.at);
    this.history.add(interaction);
  }

  describe(item: string, traits: Traits): void {
    this.traits.set(item, traits);
  }

  /** The model that {@link use} was called with. */
  get currentModel(): Model | undefined {
    return this.model.items.length ? this.model : undefined;
  }

  use(model: Model): void {
    this.model = model;
    this.index = new Map(model.items.map((item, column) => [item, column]));
  }

  /** Returns all items that can be recommended. */
  items(): string[] {
    return [...new Set([...this.traits.keys(), ...this.history.popular().keys()])];
  }

  /**
   * Returns the input of the next training, with its λ. Users with one item are left out, because they contain no
   * pairs. λ is the parameter's for 671 users or more, and proportionally less for fewer.
   */
  trainingSet(): TrainingSet & { readonly lambda: number } {
    const { itemLimit, tasteHalfLife, lambda } = this.parameters;
    const items = [...this.history.popular()]
      .sort(([a, { viewers: ofA }], [b, { viewers: ofB }]) => ofB - ofA || (a < b ? -1 : 1))
      .slice(0, itemLimit)
      .map(([item]) => item);
    const index = new Map(items.map((item, column) => [item, column]));
    const starts: number[] = [0];
    const columns: number[] = [];
    const values: number[] = [];
    const now = decay(this.newest, tasteHalfLife);
    for (const cells of this.history.all().values()) {
      if (cells.size < 2) continue;
      for (const [item, { weight, at, isDisliked }] of cells) {
        const column = index.get(item);
        if (column === undefined || isDisliked || weight === 0) continue;
        columns.push(column);
        values.push((weight * decay(at, tasteHalfLife)) / now);
      }
      starts.push(columns.length);
    }
    return {
      items,
      starts: Uint32Array.from(starts),
      columns: Uint32Array.from(columns),
      values: Float32Array.from(values),
      lambda: Math.max(1, lambda * Math.min(1, (starts.length - 1) / 671)),
    };
  }

  /**
   * Returns all items for the viewer, best first; `now` is in milliseconds since 1970. An unknown viewer gets the
   * popular items.
   */
  topPicks(user: string, now: number, manner: Manner = {}): Ranked[] {
    const liked = this.liked(user);
    if (liked.length === 0) return this.popular();
    const scores = new Float64Array(this.model.items.length);
    for (const { item, weight } of liked) this.addRow(item, weight, scores);
    return this.blend(this.byItem(scores), this.taste(liked), now, manner);
  }

  /**
   * Returns the items that viewers of this item also watched, or that have similar labels; best first, without the
   * item.
   */
  similar(item: string, now: number, manner: Manner = {}): Ranked[] {
    const scores = new Float64Array(this.model.items.length);
    this.addRow(item, 1, scores);
    const ranked = this.blend(this.byItem(scores), this.taste([{ item, weight: 1 }]), now, manner);
    return ranked.filter((other) => other.item !== item);
  }

  /** Ranks items by their viewers; recent viewers count more. Items without viewers come last, newest first. */
  popular(): Ranked[] {
    const popular = this.history.popular();
    const most = this.highest();
    return this.ranked((item) => (popular.get(item)?.score ?? 0) / most);
  }

  /** Ranks items by their growth of viewers in the last days compared with the days before, then by popularity. */
  trending(now: number): Ranked[] {
    const { trendWindow, trendBefore } = this.parameters;
    const until = Math.min(now, this.newest);
    const recent = new Map<string, number>();
    const before = new Map<string, number>();
    for (const cells of this.history.all().values()) {
      for (const [item, { weight, at, isDisliked }] of cells) {
        const age = (until - at) / day;
        if (isDisliked || age >= trendWindow + trendBefore) continue;
        const counts = age < trendWindow ? recent : before;
        counts.set(item, (counts.get(item) ?? 0) + weight);
      }
    }
    const popular = new Map(this.popular().map(({ item, score }) => [item, score]));
    const growth = (item: string) => {
      const expected = ((before.get(item) ?? 0) * trendWindow) / trendBefore;
      // The growth is divided by the size of chance variations, so that one more viewer does not make a trend.
      return ((recent.get(item) ?? 0) - expected) / Math.sqrt(expected + 1);
    };
    return this.ranked((item) => Math.max(0, growth(item)) + 0.001 * (popular.get(item) ?? 0));
  }

  /** Returns the items that the viewer likes, newest first, with their weights. */
  private liked(user: string): { item: string; weight: number }[] {
    const { tasteHalfLife, recencyHalf } = this.parameters;
    const cells = [...this.history.cells(user)].sort(([, a], [, b]) => b.at - a.at);
    const newest = cells[0] ? decay(cells[0][1].at, tasteHalfLife) : 1;
    return cells.flatMap(([item, { weight, at, isDisliked }], place) =>
      isDisliked || weight === 0
        ? []
        : [{ item, weight: ((weight * decay(at, tasteHalfLife)) / newest) * 2 ** (-place / recencyHalf) }],
    );
  }

  private addRow(item: string, weight: number, scores: Float64Array): void {
    const row = this.index.get(item);
    if (row === undefined) return;
    const from = row * scores.length;
    const { weights } = this.model;
    for (let column = 0; column < scores.length; column++)
      scores[column] = (scores[column] as number) + weight * (weights[from + column] as number);
  }

  /** Scales scores so that the highest is 1. */
  private byItem(scores: Float64Array): Map<string, number> {
    let best = Number.MIN_VALUE;
    for (const score of scores) if (score > best) best = score;
    return new Map(this.model.items.map((item, column) => [item, (scores[column] as number) / best]));
  }

  /** Returns the amount of each label in the items, as a vector of length 1. */
  private taste(items: readonly { readonly item: string; readonly weight: number }[]): Map<string, number> {
    const taste = new Map<string, number>();
    for (const { item, weight } of items) {
      for (const label of this.traits.get(item)?.labels ?? []) taste.set(label, (taste.get(label) ?? 0) + weight);
    }
    const length = Math.hypot(...taste.values()) || 1;
    for (const [label, amount] of taste) taste.set(label, amount / length);
    return taste;
  }

  private blend(
    scores: ReadonlyMap<string, number>,
    taste: ReadonlyMap<string, number>,
    now: number,
    manner: Manner,
  ): Ranked[] {
    const { explorationWeight, explorationAge, traitWeight } = { ...this.parameters, ...manner };
    const popular = this.history.popular();
    const most = this.highest();
    // The score of a new item whose labels match completely: it stands at the end of a list of ten, of which new items
    // may fill this share.
    const place = Math.round(listLength * (1 - explorationWeight));
    const best = [...scores.values()].sort((a, b) => b - a);
    const newScore = explorationWeight > 0 ? (best[Math.min(place, best.length - 1)] ?? 1) : 0;
    return this.ranked((item) => {
      const { labels = [], createdAt = Number.NEGATIVE_INFINITY } = this.traits.get(item) ?? {};
      let affinity = 0;
      for (const label of labels) affinity += taste.get(label) ?? 0;
      affinity /= Math.sqrt(labels.length || 1);
      const score = scores.get(item);
      const isNew = score === undefined && now - createdAt < explorationAge * day;
      const known = (score ?? 0) + (isNew ? Math.max(newScore, traitWeight) : traitWeight) * affinity;
      return known + 0.0001 * ((popular.get(item)?.score ?? 0) / most);
    });
  }

  private highest(): number {
    let most = Number.MIN_VALUE;
    for (const { score } of this.history.popular().values()) if (score > most) most = score;
    return most;
  }

  private ranked(scoreOf: (item: string) => number): Ranked[] {
    const age = (item: string) => this.traits.get(item)?.createdAt ?? 0;
    return this.items()
      .map((item) => ({ item, score: scoreOf(item) }))
      .sort((a, b) => b.score - a.score || age(b.item) - age(a.item) || (a.item < b.item ? -1 : 1));
  }
}
