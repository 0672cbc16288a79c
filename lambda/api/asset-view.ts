import { usdOf } from '../budget/estimate';
import type { LimitName } from '../budget/reservation';
import type { Approval, Asset, DubReport, Note, Reason, Speech, Tracks } from '../shared/assets';
import type { Caller } from '../shared/http';
import { currentSpeech } from '../shared/languages';
import { type AgeRating, effectiveRating } from '../shared/viewers';
import { dubReports, languageState, type MissingLanguage } from './language-state';

/** Something that waits for a busy service. */
interface Waiting extends Reason {
  /** `picture`, `speech`, or a BCP 47 tag. */
  readonly waits: string;
  readonly since: string;
}

/** A wait for an administrator's decision about the cost. Amounts in USD. */
interface ApprovalView {
  readonly estimate: number;
  /** The maximum that the estimate, with what is counted already, is above. */
  readonly limit: LimitName;
  readonly maximum: number;
  readonly since: string;
  readonly decision?: Approval['decision'];
  readonly decidedAt?: string;
  readonly note?: string;
}

/** The cost of a film so far by list prices, in USD with six decimals. */
interface CostView {
  readonly estimate: number;
  /** Missing until the first execution has ended. */
  readonly actual?: number;
  readonly currency: 'USD';
  readonly at: string;
}

/** An asset as the API returns it. */
export interface AssetView {
  readonly id: string;
  readonly title: string;
  readonly status: Asset['status'];
  readonly reason?: Asset['reason'];
  /** Percent of the encoding. */
  readonly progress?: number;
  readonly durationSeconds?: number;
  readonly tracks: Tracks;
  readonly genres: readonly string[];
  /** Age from which it may be watched; 18 for a film without a rating. */
  readonly ageRating: AgeRating;
  /** The result of the asset's speech; missing before there is one. */
  readonly speech?: Pick<Speech, 'status' | 'language' | 'confidence' | 'reason'>;
  /** Languages under way, as BCP 47 tags. */
  readonly pending: readonly string[];
  /** Languages that lack captions or audio, and why. */
  readonly missing: readonly MissingLanguage[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Whether the caller made it. */
  readonly own: boolean;
  /** For its owner and admins: notes about the source, and about an encoding that did not fail. */
  readonly notes?: readonly Note[];
  /** For its owner and admins: what waits for a busy service. */
  readonly waiting?: readonly Waiting[];
  /** For its owner and admins. */
  readonly dubs?: readonly { readonly language: string; readonly report: DubReport }[];
  /** For its owner and admins. */
  readonly approval?: ApprovalView;
  /** For its owner and admins. */
  readonly cost?: CostView;
  /** For its owner and admins. */
  readonly source?: { readonly fileName: string; readonly contentType: string; readonly size: number };
}

/** The members of an asset that `caller` may see. Bucket keys and the owner's id are never among them. */
export function assetView(asset: Asset, caller: Caller): AssetView {
  const { id, title, status, reason, progress, durationSeconds, tracks, createdAt, updatedAt } = asset;
  const own = asset.ownerId === caller.id;
  const { fileName, contentType, size } = asset;
  const speech = currentSpeech(asset);
  const { pending, missing } = languageState(asset);
  return {
    id,
    title,
    status,
    reason,
    progress,
    durationSeconds,
    tracks: tracks ?? { video: [], audio: [], captions: [] },
    genres: asset.genres ?? [],
    ageRating: effectiveRating(asset),
    ...(speech && { speech: outcome(speech) }),
    pending,
    missing,
    createdAt,
    updatedAt,
    own,
    ...((own || caller.groups.includes('admin')) && {
      notes: [...(asset.sourceNotes ?? []), ...(asset.notes ?? [])],
      waiting: Object.entries(asset.waiting ?? {}).map(([waits, reason]) => ({ waits, ...reason })),
      dubs: dubReports(asset),
      ...(asset.approval && { approval: approvalView(asset.approval) }),
      ...(asset.cost && { cost: costView(asset.cost) }),
      source: { fileName, contentType, size },
    }),
  };
}

function approvalView({ estimate, limit, maximum, since, decision, decidedAt, note }: Approval): ApprovalView {
  return { estimate: usdOf(estimate), limit, maximum: usdOf(maximum), since, decision, decidedAt, note };
}

function costView({ estimate, spent, at }: NonNullable<Asset['cost']>): CostView {
  return { estimate: usdOf(estimate), actual: spent === undefined ? spent : usdOf(spent), currency: 'USD', at };
}

function outcome({ status, language, confidence, reason }: Speech): AssetView['speech'] {
  return { status, language, confidence, reason };
}

/** The entity tag: every write of a record sets its `updatedAt`. */
export function entityTag(asset: Asset): string {
  return `"${asset.updatedAt}"`;
}

/** Whether an `If-Match` header (RFC 9110, 13.1.1) allows a change to this version. No header allows every change. */
export function matches(ifMatch: string | undefined, asset: Asset): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return true;
  return ifMatch.split(',').some((tag) => tag.trim() === entityTag(asset));
}
