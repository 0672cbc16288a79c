import { type Asset, assetIdPattern } from '../shared/assets';
import type { Caller, HttpAnswer, HttpHandler } from '../shared/http';
import { type AssetReader, mayTouch, requestedAsset } from '../shared/http-asset';
import { notFound, Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { type Erasure, type ErasureKind, erasureIdPattern, newErasure, type Subject } from './erasure';
import { certificate } from './remaining';

export interface ErasureRoutePorts {
  readonly assets: AssetReader & {
    /** Whether the user owns an asset that is not deleted. */
    ownsAny(ownerId: string): Promise<boolean>;
    /** Sets or removes the hold. Returns the changed asset; `undefined` if it was deleted. */
    hold(id: string, hold: Asset['legalHold'], at: Date): Promise<Asset | undefined>;
  };
  readonly viewers: {
    /** The user's pseudonym; `undefined` for a user without any data. */
    pseudonymOf(userId: string): Promise<string | undefined>;
    /** The `sub` of the user with a pseudonym. */
    userOf(pseudonym: string): Promise<string | undefined>;
  };
  readonly erasures: {
    find(id: string): Promise<Erasure | undefined>;
    /** Returns false if the asset is deleted, under a legal hold, or being changed by another request. */
    createForAsset(made: Erasure, assetId: string): Promise<boolean>;
    create(made: Erasure): Promise<void>;
  };
  readonly workflow: {
    /** Starts the erasure, unless it is in progress or has ended. */
    start(kind: ErasureKind, erasure: string): Promise<void>;
  };
  readonly now: () => Date;
}

/** The routes that delete, and those of certificates and legal holds. */
export function erasures({ assets, viewers, erasures: records, workflow, now }: ErasureRoutePorts) {
  const deleteAsset: HttpHandler = async (request) => {
    const { caller, id, ownership } = request;
    const known = assetIdPattern.test(id) ? await assets.find(id) : undefined;
    // A repeated request, whose first response was lost.
    if (known?.status === 'DELETED' && known.erasure !== undefined && mayTouch(known, caller, ownership)) {
      return begin('asset', known.erasure);
    }
    const asset = await requestedAsset({ find: async () => known }, request);
    if (asset.legalHold) throw held(id);
    const made = newErasure('asset', { id }, byOf(asset.ownerId, caller), now());
    if (await records.createForAsset(made, id)) return begin('asset', made.id);
    const after = await assets.find(id);
    if (after?.status === 'DELETED' && after.erasure !== undefined) return begin('asset', after.erasure);
    if (!after || after.status === 'DELETED') throw notFound('asset', id);
    if (after.legalHold) throw held(id);
    throw new Problem('busy', 'The asset is being changed. Try again in a moment.');
  };

  const deleteMe: HttpHandler = async ({ caller }) => {
    const pseudonym = await viewers.pseudonymOf(caller.id);
    return deleteViewer({ id: caller.id, ...(pseudonym !== undefined && { pseudonym }) }, 'self');
  };

  const deleteOther: HttpHandler = async ({ id, caller }) => {
    const userId = await viewers.userOf(id);
    if (userId === undefined) throw new Problem('viewer-not-found', `There is no viewer ${id}.`);
    return deleteViewer({ id: userId, pseudonym: id }, byOf(userId, caller));
  };

  async function deleteViewer(subject: Subject, by: Erasure['requestedBy']): Promise<HttpAnswer> {
    if (await assets.ownsAny(subject.id)) {
      throw new Problem('owns-assets', 'The account owns assets. Delete them first, and then the account.');
    }
    const made = newErasure('viewer', subject, by, now());
    await records.create(made);
    return begin('viewer', made.id);
  }

  async function begin(kind: ErasureKind, id: string): Promise<HttpAnswer> {
    await workflow.start(kind, id);
    return { status: 202, body: { erasure: id }, headers: { location: `/api/erasures/${id}` } };
  }

  /** Whoever knows an erasure's random id may read it: it names no one, and viewers have no account any more. */
  const read: HttpHandler = async ({ id }) => {
    const found = erasureIdPattern.test(id) ? await records.find(id) : undefined;
    if (!found) throw new Problem('erasure-not-found', `There is no erasure ${id}.`);
    return { status: 200, body: certificate(found) };
  };

  const setHold = async (id: string, hold: Asset['legalHold']): Promise<HttpAnswer> => {
    const changed = assetIdPattern.test(id) ? await assets.hold(id, hold, now()) : undefined;
    if (!changed) throw notFound('asset', id);
    return { status: 204 };
  };

  return {
    'DELETE /api/assets/{id}': deleteAsset,
    'PUT /api/assets/{id}/legal-hold': ({ id }) => setHold(id, { since: now().toISOString() }),
    'DELETE /api/assets/{id}/legal-hold': ({ id }) => setHold(id, undefined),
    'DELETE /api/me': deleteMe,
    'DELETE /api/viewers/{id}': deleteOther,
    'GET /api/erasures/{id}': read,
  } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

const byOf = (ownerId: string, caller: Caller) => (ownerId === caller.id ? 'self' : 'admin');

function held(id: string): Problem {
  return new Problem('legal-hold', `Asset ${id} is under a legal hold. An administrator can release it.`);
}
