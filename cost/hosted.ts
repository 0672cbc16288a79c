import type { Numbers } from './assumptions';
import { audience } from './audience';
import type { Film } from './film';
import type { Source } from './prices';
import { type Demand, gigabytes } from './services/context';

/** The published list prices of a hosted service, per minute of film or per GB. */
export interface Hosted {
  readonly name: string;
  readonly source: Source;
  /** USD for a minute of encoding; `undefined` if unknown. */
  readonly encode?: number;
  readonly store?: { readonly minute: number } | { readonly gigabyte: number };
  readonly deliver?: { readonly minute: number } | { readonly gigabyte: number };
  /** USD for a minute of captions in one language. */
  readonly captions?: number;
  readonly note: string;
}

export const hosted: readonly Hosted[] = [
  {
    name: 'Cloudflare Stream',
    source: { url: 'https://developers.cloudflare.com/stream/pricing/', date: '2026-07-11', kind: 'page' },
    encode: 0,
    store: { minute: 0.005 },
    deliver: { minute: 0.001 },
    note: 'The price is per minute and does not depend on the resolution. Storage is sold in steps of 1,000 minutes.',
  },
  {
    name: 'Bunny Stream',
    source: { url: 'https://bunny.net/docs/stream/pricing', date: '2026-09-28', kind: 'quoted' },
    encode: 0,
    store: { gigabyte: 0.01 },
    deliver: { gigabyte: 0.01 },
    captions: 0.1,
    note: 'One region of storage. Delivery is the price for Europe and North America; South America is 0.045 a GB.',
  },
  {
    name: 'Mux Video',
    source: { url: 'https://www.mux.com/pricing/video', date: '2026-05-25', kind: 'quoted' },
    encode: 0,
    store: { minute: 0.0024 },
    deliver: { minute: 0.0008 },
    note: 'Basic quality, whose encoding is free; premium costs up to 0.0384 a minute. 100,000 minutes of delivery a month are free.',
  },
  {
    name: 'api.video',
    source: { url: 'https://api.video/pricing/', date: '2023-09-27', kind: 'quoted' },
    encode: 0,
    note: 'Encoding is free; the prices of storage and delivery are not public.',
  },
];

export interface HostedCost {
  readonly usd?: number;
  /** The parts whose price is unknown. */
  readonly unknown: readonly string[];
}

/** The cost of the same month at a hosted service: encoding, storage and delivery, without dubs, sign-in or reports. */
export function hostedCost(
  service: Hosted,
  demand: Demand,
  { film, n }: { readonly film: Film; readonly n: Numbers },
): HostedCost {
  const { encode, store, deliver } = service;
  const bitrate = film.rungs.reduce((sum, { maxBitrate }) => sum + maxBitrate * n.qvbrFill, film.soundBitrate);
  const cost = (hours: number, price: typeof store, bits: number) =>
    price && ('minute' in price ? hours * 60 * price.minute : hours * gigabytes(bits) * price.gigabyte);
  const parts = {
    encoding: encode === undefined ? undefined : demand.hoursOfSource * 60 * encode,
    storage: cost(demand.storedHours, store, bitrate),
    delivery: cost(demand.viewingHours, deliver, n.viewedMegabits * 1e6),
  };
  const unknown = Object.entries(parts)
    .filter(([, usd]) => usd === undefined)
    .map(([name]) => name);
  const usd = Object.values(parts).reduce<number>((sum, part = 0) => sum + part, 0);
  return unknown.length > 0 ? { unknown } : { usd, unknown };
}

/** The share of viewers to whom the delivery prices above apply. */
export const servedShare = (audience.europe ?? 0) + (audience.northAmerica ?? 0);
