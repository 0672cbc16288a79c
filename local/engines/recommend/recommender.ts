import type { Model, TrainingSet } from './ease';
import { day, decay, History, type Interaction } from './history';
import { defaults, type Parameters } from './parameters';

/** What is known of an item besides who watched it. */
export interface Traits {
  /** What it is about, such as its genres. */
  readonly labels: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
}

export interface Ranked {
  readonly item: string;
  /** The more the better; comparable within one answer only. */
  readonly score: number;
}

/** What viewers look at. */
const listLength = 10;

/** How one answer differs from the parameters. */
export type Manner = Partial<Pick<Parameters, 'explorationWeight' | 'explorationAge' | 'traitWeight'>>;

/**
 * Recommends items to viewers by what they and others watched. A viewer's new event counts at once, as it adds a row of
 * the model; a new item is found by what it is about until the model is trained again.
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

  /** What {@link use} was given. */
  get currentModel(): Model | undefined {
    return this.model.items.length ? this.model : undefined;
  }

  use(model: Model): void {
    this.model = model;
    this.index = new Map(model.items.map((item, column) => [item, column]));
  }

  /** Everything that can be recommended. */
  items(): string[] {
    return [...new Set([...this.traits.keys(), ...this.history.popular().keys()])];
  }

  /**
   * What the next model is made of, and its λ. Users with one item teach nothing about pairs, and are left out. λ is the
   * parameter's for 671 users and more, and less in proportion for fewer.
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

  /** For the viewer, best first, all items: `now` in milliseconds since 1970. Who is not known gets what is popular. */
  topPicks(user: string, now: number, manner: Manner = {}): Ranked[] {
    const liked = this.liked(user);
    if (liked.length === 0) return this.popular();
    const scores = new Float64Array(this.model.items.length);
    for (const { item, weight } of liked) this.addRow(item, weight, scores);
    return this.blend(this.byItem(scores), this.taste(liked), now, manner);
  }

  /** What those who watched the item watched, and what is like it; best first, without the item. */
  similar(item: string, now: number, manner: Manner = {}): Ranked[] {
    const scores = new Float64Array(this.model.items.length);
    this.addRow(item, 1, scores);
    const ranked = this.blend(this.byItem(scores), this.taste([{ item, weight: 1 }]), now, manner);
    return ranked.filter((other) => other.item !== item);
  }

  /** By viewers, of whom the recent ones count more. Items without any come last, newest first. */
  popular(): Ranked[] {
    const popular = this.history.popular();
    const most = this.highest();
    return this.ranked((item) => (popular.get(item)?.score ?? 0) / most);
  }

  /** What gained most viewers within the last days, against those before; then what is popular. */
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
      // By what chance alone would do to a count, so that one viewer more is no trend.
      return ((recent.get(item) ?? 0) - expected) / Math.sqrt(expected + 1);
    };
    return this.ranked((item) => Math.max(0, growth(item)) + 0.001 * (popular.get(item) ?? 0));
  }

  /** What the viewer likes, newest first, by how much it counts. */
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

  /** Scaled so that the best is 1. */
  private byItem(scores: Float64Array): Map<string, number> {
    let best = Number.MIN_VALUE;
    for (const score of scores) if (score > best) best = score;
    return new Map(this.model.items.map((item, column) => [item, (scores[column] as number) / best]));
  }

  /** How much of each label is in items, as a vector of length 1. */
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
    // Where a new item stands that suits entirely: at the end of a list of ten, of which it may be this share.
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
