import type { Approval, Asset } from '../shared/assets';
import { Refusal, Superseded } from '../shared/errors';
import { estimateOf, type FilmRates, type MicroUsd, outputsOf, totalOf, usdOf, type Work } from './estimate';
import type { ReserveInput, ReserveOutput } from './messages';
import type { FilmCost, LimitName, Reservations, SpendLimits } from './reservation';

type RunOf = Pick<ReserveInput, 'assetId' | 'run'>;

export interface BudgetAssets {
  find(id: string): Promise<Asset | undefined>;
  /** Changes the status to AWAITING_APPROVAL. Returns whether the run is still the asset's latest and is in progress. */
  awaitApproval(run: RunOf, approval: Approval): Promise<boolean>;
  noteApprovalAnnounced(run: RunOf): Promise<void>;
  /** Records the cost, unless a later one is recorded. */
  noteCost(assetId: string, cost: FilmCost, at: Date): Promise<void>;
}

/** A film that waits, for operators. Amounts in USD. */
export interface WaitingFilm extends RunOf {
  /** Finds the run's lines in the logs. */
  readonly correlationId?: string;
  readonly title: string;
  readonly estimate: number;
  readonly limit: LimitName;
  readonly maximum: number;
}

export interface BudgetRules {
  readonly rates: FilmRates;
  readonly limits: SpendLimits;
  /** Seconds. */
  readonly maxDurationSeconds: number;
}

export interface ReservePorts extends BudgetRules {
  readonly assets: BudgetAssets;
  readonly reservations: Pick<Reservations, 'reserve'>;
  readonly announcements: { announceWaiting(film: WaitingFilm): Promise<void> };
  readonly now: () => Date;
}

/** The work of an execution. An attempt for some languages never encodes the picture. */
function workOf({ run, attempt, probe, mustExtract, languages, durationSeconds }: ReserveInput): Work {
  const seconds = probe ? probe.durationSeconds : (durationSeconds ?? undefined);
  return { probe, encodes: attempt === run, extracts: mustExtract, languages, durationSeconds: seconds };
}

/** Whether an administrator approved this amount for the asset, in this run or in one that failed later. */
function isApproved({ approval }: Asset, amount: MicroUsd): boolean {
  return approval?.decision === 'approve' && amount <= approval.estimate;
}

/**
 * Reserves the estimated cost of an execution before it pays for anything. Above a maximum, a film waits for an
 * administrator. Throws {@link Refusal} `AboveBudget` if only languages were to be added; `Superseded`. Repeating a call
 * changes nothing.
 */
export async function reserve(input: ReserveInput, ports: ReservePorts): Promise<ReserveOutput> {
  const { assets, reservations, announcements, rates, limits, maxDurationSeconds, now } = ports;
  const { assetId, run, attempt, probe } = input;
  const asset = await assets.find(assetId);
  if (!asset || asset.run !== run || asset.status === 'DELETED') throw new Superseded();
  const parts = estimateOf(workOf(input), rates, maxDurationSeconds);
  const estimate = totalOf(parts);
  const { ownerId, title, correlationId } = asset;
  const isFilm = attempt === run;
  const reservation = {
    assetId,
    attempt,
    ownerId,
    parts,
    framesPerSecond: probe ? outputsOf(probe).framesPerSecond : 0,
  };
  const result = await reservations.reserve(reservation, isFilm && isApproved(asset, estimate) ? undefined : limits);
  if (result.outcome !== 'above') {
    await assets.noteCost(assetId, result.film, now());
    return { decision: 'go' };
  }
  const { limit, maximum } = result;
  if (!isFilm) throw new Refusal('AboveBudget');
  const isKnown = asset.status === 'AWAITING_APPROVAL' && asset.approval?.run === run;
  const approval = { run, estimate, limit, maximum, since: now().toISOString() };
  if (!isKnown && !(await assets.awaitApproval(input, approval))) throw new Superseded();
  if (asset.approvalAnnounced !== run) {
    const waiting = { assetId, run, correlationId, title, limit, estimate: usdOf(estimate), maximum: usdOf(maximum) };
    await announcements.announceWaiting(waiting);
    await assets.noteApprovalAnnounced(input);
  }
  return { decision: 'wait' };
}
