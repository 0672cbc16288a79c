import { plural } from '../../table';
import type { Pair, VersionedBucket } from './bucket';
import { type Copy, decide, type Side, type Unmark } from './plan';
import { type History, histories, sideBySide } from './versions';

/** What a listing of both sides shows, and what a restore would change. */
export interface Survey {
  /** Keys that had an object at the time. */
  readonly existed: number;
  /** Those of them that replication covers. */
  readonly covered: number;
  /** Those that have an object now, on each side. */
  readonly current: Readonly<Record<Side, number>>;
  /** Keys that have an object now and had none at the time. They stay. */
  readonly newer: number;
  readonly unmarked: Readonly<Record<Side, number>>;
  readonly copied: number;
}

export interface Request {
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** S3's maximum for one DeleteObjects. */
const batchSize = 1000;
const copiesAtOnce = 8;

interface Work {
  unmark(action: Unmark): Promise<void>;
  copy(action: Copy): Promise<void>;
}

/** Reads both sides, in constant memory, and passes what has to change to `work`. */
async function walk({ primary, replica, replicated }: Pair, { prefix, at }: Request, work?: Work): Promise<Survey> {
  const found = { existed: 0, covered: 0, newer: 0, copied: 0 };
  const current = { primary: 0, replica: 0 };
  const unmarked = { primary: 0, replica: 0 };
  const sides = { primary, replica };
  const hasObject = (versions: History['versions']) => versions[0] !== undefined && !versions[0].isMarker;
  const other = replica ? histories(replica.versions(prefix)) : none();
  for await (const both of sideBySide(histories(primary.versions(prefix)), other)) {
    const isCovered = replica !== undefined && replicated.some((start) => both.key.startsWith(start));
    const { existed, actions } = decide({ ...both, replica: isCovered ? both.replica : undefined }, at);
    if (!existed) {
      if (hasObject(both.primary)) found.newer += 1;
      continue;
    }
    found.existed += 1;
    if (isCovered) found.covered += 1;
    if (hasObject(both.primary)) current.primary += 1;
    if (isCovered && hasObject(both.replica)) current.replica += 1;
    for (const action of actions) {
      if (action.kind === 'unmark') {
        unmarked[action.on] += action.ids.length;
        await work?.unmark(action);
      } else if (!(await sides[action.to]?.isCopyOf(action.key, action.id))) {
        found.copied += 1;
        await work?.copy(action);
      }
    }
  }
  return { ...found, current, unmarked };
}

/** Reads what a restore would change. */
export const survey = (pair: Pair, request: Request): Promise<Survey> => walk(pair, request);

/** Brings both sides back. Can be interrupted at any point: a second run does what is left. */
export async function restore(pair: Pair, request: Request): Promise<void> {
  const markers = { primary: new Batch(pair.primary), ...(pair.replica && { replica: new Batch(pair.replica) }) };
  const copies = new Set<Promise<void>>();
  const failures: Error[] = [];
  const copy = async ({ from, to, key, id, size }: Copy) => {
    const [source, target] = [pair[from], pair[to]];
    if (!source || !target) return;
    const attributes = await source.attributes(key, id);
    await target.copy({ bucket: source.name, id, size, attributes }, key);
  };
  await walk(pair, request, {
    unmark: async ({ on, key, ids }) => markers[on]?.add(ids.map((id) => ({ key, id }))),
    async copy(action) {
      const running = copy(action)
        .catch((error: Error) => void failures.push(error))
        .finally(() => copies.delete(running));
      copies.add(running);
      if (copies.size >= copiesAtOnce) await Promise.race(copies);
    },
  });
  await Promise.all([...copies, ...Object.values(markers).map((batch) => batch.flush())]);
  if (failures[0]) throw failures[0];
}

class Batch {
  private markers: { key: string; id: string }[] = [];

  constructor(private readonly bucket: VersionedBucket) {}

  async add(markers: readonly { key: string; id: string }[]): Promise<void> {
    for (const marker of markers) {
      this.markers.push(marker);
      if (this.markers.length === batchSize) await this.flush();
    }
  }

  async flush(): Promise<void> {
    const markers = this.markers.splice(0);
    if (markers.length > 0) await this.bucket.unmark(markers);
  }
}

async function* none(): AsyncGenerator<History> {}

/** Whether everything that existed is current on both sides. */
export const isWhole = ({ existed, covered, current }: Survey) =>
  current.primary === existed && current.replica === covered;

export function report({ primary, replica }: Pair, found: Survey): string[][] {
  const row = ({ name, region }: VersionedBucket, has: number, of: number, markers: number) => [
    ...[name, region, `${has.toLocaleString('en')} of ${plural(of, 'object')} present`],
    `${plural(markers, 'delete marker')} to remove`,
  ];
  return [
    row(primary, found.current.primary, found.existed, found.unmarked.primary),
    ...(replica ? [row(replica, found.current.replica, found.covered, found.unmarked.replica)] : []),
  ];
}
