import type { Place } from './prices';

/** The places where viewers are: shares that add up to 1. These are assumptions. */
export type Audience = Readonly<Partial<Record<Place, number>>>;

export const audience: Audience = { europe: 0.7, northAmerica: 0.15, southAmerica: 0.05, india: 0.05, asia: 0.05 };

const class100: readonly Place[] = ['northAmerica', 'europe'];
const class200: readonly Place[] = [...class100, 'middleEast', 'japan', 'asia', 'india'];

/**
 * The places that serve the viewers. The model assumes that Europe serves viewers in places that a price class excludes.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
 * Throws for an unknown price class.
 */
export function servedFrom(viewers: Audience, priceClass: string): Audience {
  if (priceClass === 'PriceClass_All') return viewers;
  const included = { PriceClass_100: class100, PriceClass_200: class200 }[priceClass];
  if (!included) throw new Error(`CloudFront has no price class ${priceClass}`);
  const served: Partial<Record<Place, number>> = {};
  for (const [place, share] of Object.entries(viewers) as [Place, number][]) {
    const from = included.includes(place) ? place : 'europe';
    served[from] = (served[from] ?? 0) + share;
  }
  return served;
}
