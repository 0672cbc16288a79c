import type { Asset } from '../shared/assets';
import { measure } from '../shared/count';
import { log } from '../shared/log';
import type { FilmRates } from './estimate';
import type { KeptReservation, ReservationKey, Reservations } from './reservation';
import type { BudgetAssets } from './reserve';
import { type PaidJob, type PaidJobs, spentOf } from './spent';

export interface SettlePorts {
  readonly assets: Pick<BudgetAssets, 'find' | 'noteCost'>;
  readonly reservations: Pick<Reservations, 'find' | 'settle'>;
  readonly jobs: {
    /** The job that makes a part of an execution; `undefined` if there is none. */
    find(reservation: KeptReservation, run: string, part: string): Promise<PaidJob | undefined>;
  };
  readonly rates: FilmRates;
  readonly now: () => Date;
}

/** The parts that a job of MediaConvert or Transcribe makes. */
const ofJobs = /^(picture|sound|speech|dub:.+)$/;

/**
 * Corrects the reservation of an execution that has ended to what its jobs made, once, and records the cost of the film.
 * An execution without a reservation, or one that is settled, changes nothing.
 * @param isFailed whether the execution failed: it gives back what it did not spend, and its estimate does not count
 */
export async function settle(
  { assetId, run, attempt }: ReservationKey & { readonly run: string },
  isFailed: boolean,
  { assets, reservations, jobs, rates, now }: SettlePorts,
): Promise<void> {
  const reservation = await reservations.find({ assetId, attempt });
  if (!reservation || reservation.spent !== undefined) return;
  const asset = await assets.find(assetId);
  const made = await Promise.all(
    Object.keys(reservation.parts)
      .filter((part) => ofJobs.test(part))
      .map(async (part) => [part, await jobs.find(reservation, run, part)] as const),
  );
  const paid: PaidJobs = Object.fromEntries(made);
  const spent = spentOf(reservation, paid, ofRun(asset, run), rates);
  const cost = await reservations.settle(reservation, spent, isFailed);
  if (!cost) return;
  await assets.noteCost(assetId, cost, now());
  log.info('settled', { assetId, run, attempt, reserved: reservation.reserved, spent });
  measure('CostMicrodollars', spent);
  if (!isFailed && reservation.reserved > 0) {
    measure('CostAboveEstimatePercent', (100 * spent) / reservation.reserved - 100);
  }
}

const ofRun = (asset: Asset | undefined, run: string) => (asset?.run === run ? asset : undefined);
