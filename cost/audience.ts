import type { Place } from './prices';

/** Where an hour is viewed: shares that add up to 1. An assumption. */
export type Audience = Readonly<Partial<Record<Place, number>>>;

export const audience: Audience = { europe: 0.7, northAmerica: 0.15, southAmerica: 0.05, india: 0.05, asia: 0.05 };

const class100: readonly Place[] = ['northAmerica', 'europe'];
const class200: readonly Place[] = [...class100, 'middleEast', 'japan', 'asia', 'india'];

/**
 * Where it is served from. Viewers of places that a price class leaves out are served from Europe here.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
 * Throws for a class that CloudFront does not have.
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
