import type { Version } from './versions';

export type Side = 'primary' | 'replica';

/** Delete markers to remove, so that the version below them is current again. */
export interface Unmark {
  readonly kind: 'unmark';
  readonly on: Side;
  readonly key: string;
  readonly ids: readonly string[];
}

/** A version to copy, because a newer object or nothing is in its place. */
export interface Copy {
  readonly kind: 'copy';
  readonly from: Side;
  readonly to: Side;
  readonly key: string;
  readonly id: string;
  readonly size: number;
}

type Action = Unmark | Copy;

interface Decision {
  /** Whether the key had an object at the time. */
  readonly existed: boolean;
  readonly actions: readonly Action[];
}

interface Key {
  readonly key: string;
  readonly primary: readonly Version[];
  /** `undefined` if this key has no copy in a second region. */
  readonly replica: readonly Version[] | undefined;
}

/**
 * Returns what brings a key back to its state at a time, in both regions. Keys that did not exist then are left alone.
 *
 * A delete marker is removed by its version id. That is never replicated, so each region needs it
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html). Nothing else is
 * deleted: a newer object stays below the copy.
 *
 * @param at milliseconds since 1970
 */
export function decide({ key, primary, replica }: Key, at: number): Decision {
  const here = stateAt(primary, at);
  const there = replica && stateAt(replica, at);
  const wanted = here ?? there;
  if (!wanted) return { existed: false, actions: [] };
  if (!here) return { existed: true, actions: [copy(key, wanted, 'replica', 'primary')] };
  const repair = bringBack(key, here, primary, 'primary');
  const copies = repair.some(({ kind }) => kind === 'copy');
  // S3 replicates a copy like any new object.
  if (!replica || copies) return { existed: true, actions: repair };
  return { existed: true, actions: [...repair, ...inReplica(key, here, replica)] };
}

/** The object that was current at a time. A deletion within the same second counts as later. */
function stateAt(versions: readonly Version[], at: number): Version | undefined {
  const newest = versions.find(({ isMarker, modified }) => (isMarker ? modified < at : modified <= at));
  return newest?.isMarker ? undefined : newest;
}

function bringBack(key: string, wanted: Version, versions: readonly Version[], on: Side): Action[] {
  const newer = versions.slice(0, versions.indexOf(wanted));
  if (newer.length === 0) return [];
  if (newer.every(({ isMarker }) => isMarker)) return [{ kind: 'unmark', on, key, ids: newer.map(({ id }) => id) }];
  return [copy(key, wanted, on, on)];
}

/** Replicas have the version ids of their originals (same page: "version IDs"). */
function inReplica(key: string, wanted: Version, versions: readonly Version[]): Action[] {
  const same = versions.find(({ id, isMarker }) => id === wanted.id && !isMarker);
  const newer = same && versions.slice(0, versions.indexOf(same));
  if (same && newer?.every(({ isMarker }) => isMarker)) return bringBack(key, same, versions, 'replica');
  return [copy(key, wanted, 'primary', 'replica')];
}

const copy = (key: string, { id, size }: Version, from: Side, to: Side): Copy => ({
  ...{ kind: 'copy', from, to, key, id, size },
});
