import { numbers } from './assumptions';
import { type Estimate, estimate, type Given } from './estimate';
import { filmOf } from './film';
import type { Demand } from './services/context';

/** A setting that changes the monthly cost. */
export interface Lever {
  readonly name: string;
  readonly where: string;
  readonly costs: string;
  readonly pull: (given: Given) => Given;
}

const film = (given: Given) => given.film ?? filmOf();
const n = (given: Given) => given.n ?? numbers();

export const levers: readonly Lever[] = [
  {
    name: 'Price class 100 instead of all',
    where: '`priceClass` of the stage',
    costs: 'viewers outside Europe and North America are served from these places',
    pull: (given) => ({ ...given, stage: { ...given.stage, priceClass: 'PriceClass_100' } }),
  },
  {
    name: 'Segments of 10 seconds instead of 6',
    where: '`segmentSeconds` in lambda/media-pipeline/encode/job-settings.ts',
    costs: 'a later start, and coarser changes of rendition',
    pull: (given) => ({ ...given, film: { ...film(given), segmentSeconds: 10 } }),
  },
  {
    name: 'Reports of the page every 60 seconds instead of 20',
    where: '`EVERY_SECONDS` in web/meter.ts',
    costs: 'a less exact resume position',
    pull: (given) => ({ ...given, n: { ...n(given), reportSeconds: 60 } }),
  },
  {
    name: 'A ladder without its two smallest renditions',
    where: '`standard` in lambda/media-pipeline/encode/plan-ladder.ts',
    costs: 'playback stops on slow connections',
    pull: (given) => ({ ...given, film: { ...film(given), rungs: film(given).rungs.slice(0, -2) } }),
  },
  {
    name: 'A ladder up to 720p',
    where: '`standard` in lambda/media-pipeline/encode/plan-ladder.ts',
    costs: 'no 1080p; the model assumes a third less bitrate for viewers',
    pull: (given) => ({
      ...given,
      film: { ...film(given), rungs: film(given).rungs.filter(({ height }) => height <= 720) },
      n: { ...n(given), viewedMegabits: (n(given).viewedMegabits * 2) / 3 },
    }),
  },
  {
    name: 'No replica',
    where: '`replicaRegion` of the stage, which is required today',
    costs: 'no failover, and one copy of each film',
    pull: (given) => ({ ...given, stage: { ...given.stage, replicates: false } }),
  },
  {
    name: 'No second copies of sources and events',
    where: '`secondCopies` of the stage',
    costs: 'sources and interactions are lost with their region',
    pull: (given) => ({ ...given, stage: { ...given.stage, secondCopies: false } }),
  },
];

/** USD a month that a lever saves; negative if it costs more. Items without a known price are left out on both sides. */
export function saving(lever: Lever, demand: Demand, given: Given, before: Estimate = estimate(demand, given)): number {
  return before.total.usd - estimate(demand, lever.pull(given)).total.usd;
}
