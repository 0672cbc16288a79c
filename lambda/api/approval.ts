import * as z from 'zod/mini';
import type { Approval, Asset, Source } from '../shared/assets';
import { Problem } from '../shared/problem';
import { reasonOf } from '../shared/reasons';

/** Body of `POST /api/assets/{id}/approval`. */
export const approvalRequest = z.strictObject({
  decision: z.enum(['approve', 'refuse']),
  /** For the film's creator. */
  note: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
});
export type ApprovalRequest = z.output<typeof approvalRequest>;

export interface ApprovalPorts {
  readonly records: ApprovalRecords;
  readonly workflow: {
    /** Starts the run of a film whose cost is approved, once. */
    startApproved(assetId: string, run: string, source: Source, correlationId: string | undefined): Promise<void>;
  };
  readonly now: () => Date;
}

interface ApprovalRecords {
  find(id: string): Promise<Asset | undefined>;
  /** Makes the change if the asset still waits in the run that was seen. */
  decide(
    seen: Asset,
    change: Pick<Asset, 'status' | 'approval'> & Partial<Pick<Asset, 'reason'>>,
    at: Date,
  ): Promise<Asset | undefined>;
}

/**
 * Records an administrator's decision about a film that waits, and starts the approved one. Repeating the decision changes
 * nothing; it only starts an execution that was not started, because this function ended in between.
 * Throws {@link Problem} 409 if the film does not wait, or if another decision was made.
 */
export async function decide(ports: ApprovalPorts, seen: Asset, { decision, note }: ApprovalRequest): Promise<Asset> {
  const { records, now } = ports;
  const { approval, status } = seen;
  if (status !== 'AWAITING_APPROVAL' || !approval) return repeated(ports, seen, decision);
  const at = now();
  const decided: Approval = { ...approval, decision, decidedAt: at.toISOString(), ...(note && { note }) };
  const change =
    decision === 'approve'
      ? ({ status: 'PROCESSING', approval: decided } as const)
      : ({ status: 'FAILED', approval: decided, reason: refusal(note) } as const);
  const changed = await records.decide(seen, change, at);
  if (changed) return started(ports, changed);
  const current = await records.find(seen.id);
  return repeated(ports, current ?? seen, decision);
}

const refusal = (note: string | undefined) => {
  const { code, message } = reasonOf('CostRefused');
  return { code, message: note ? `${message} Their note: ${note}` : message };
};

async function repeated(ports: ApprovalPorts, asset: Asset, decision: ApprovalRequest['decision']): Promise<Asset> {
  const { approval, run, status } = asset;
  if (status !== 'AWAITING_APPROVAL' && approval?.decision === decision && approval.run === run) {
    return started(ports, asset);
  }
  const detail = `Asset ${asset.id} does not wait for an approval, or another decision was made. Its status is ${status}.`;
  throw new Problem('not-awaiting-approval', detail);
}

async function started({ workflow }: ApprovalPorts, asset: Asset): Promise<Asset> {
  const { id, run, source, status, approval, correlationId } = asset;
  const isApproved = status === 'PROCESSING' && approval?.decision === 'approve';
  if (isApproved && run && source) await workflow.startApproved(id, run, source, correlationId);
  return asset;
}
