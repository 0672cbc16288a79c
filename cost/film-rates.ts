import type { FilmRates } from '../lambda/budget/estimate';
import { type FilmPrice, filmPrices } from '../lambda/budget/film-use';
import { numbers } from './assumptions';
import { charge } from './charge';

/**
 * Items whose price no source states, with an item that bounds it. A minute of sound takes far less work than a minute of
 * the smallest picture. A budget must not count an unknown price as nothing, as the report of `npm run cost` does.
 */
export const bounds: Readonly<Partial<Record<FilmPrice, FilmPrice>>> = {
  'mediaconvert.audio': 'mediaconvert.basic.sd',
  'mediaconvert.loudness': 'mediaconvert.basic.sd',
};

/** USD for one single unit in the region. Throws if the item has neither a price nor a bound. */
function unitPrice(key: FilmPrice, region: string): number {
  const bound = bounds[key];
  const usd = charge(key, 1, region).usd ?? (bound && charge(bound, 1, region).usd);
  if (usd === undefined) throw new Error(`The price list has no price for ${key}, which films are charged by`);
  return usd;
}

/**
 * The part of the price list that the functions of a stage need to estimate a film.
 * @param copies the number of regions that have a film's files
 */
export function filmRates(region: string, copies: number): FilmRates {
  const { charactersPerMinute, speechShare, briefShare, respokenShare, qvbrFill } = numbers();
  const prices = Object.fromEntries(filmPrices.map((key) => [key, unitPrice(key, region)]));
  return {
    prices: prices as FilmRates['prices'],
    numbers: { charactersPerMinute, speechShare, briefShare, respokenShare, qvbrFill },
    copies,
  };
}
