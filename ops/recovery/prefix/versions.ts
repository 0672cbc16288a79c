/** One version of an object, or a delete marker. */
export interface Version {
  readonly id: string;
  /** Whether it is a delete marker. */
  readonly isMarker: boolean;
  /** Milliseconds since 1970, in whole seconds. */
  readonly modified: number;
  /** Bytes; 0 for delete markers. */
  readonly size: number;
  readonly isLatest: boolean;
}

/** All versions of one key, newest first. */
export interface History {
  readonly key: string;
  readonly versions: readonly Version[];
}

/** One page of a listing of versions: objects and delete markers, each with its key. */
export type Listed = Version & { readonly key: string };

/** Compares keys as S3 lists them: by their bytes. */
const compareKeys = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * Sorts newest first. S3 lists times in whole seconds, and objects apart from delete markers, so that the order within a
 * second is lost. Only one of them is marked as the latest; a marker is taken as newer than an object of its second.
 */
function compareVersions(a: Version, b: Version): number {
  if (a.isLatest !== b.isLatest) return a.isLatest ? -1 : 1;
  return b.modified - a.modified || Number(b.isMarker) - Number(a.isMarker);
}

/** Groups a listing by key, in the order of keys. A key's versions may be spread over several pages. */
export async function* histories(pages: AsyncIterable<readonly Listed[]>): AsyncGenerator<History> {
  let open: Listed[] = [];
  for await (const page of pages) {
    for (const version of [...page].sort((a, b) => compareKeys(a.key, b.key))) {
      if (open[0] && open[0].key !== version.key) yield group(open);
      open = open[0]?.key === version.key ? [...open, version] : [version];
    }
  }
  if (open[0]) yield group(open);
}

const group = (listed: readonly Listed[]): History => ({
  key: listed[0]?.key ?? '',
  versions: [...listed].sort(compareVersions),
});

/** Two listings side by side: every key of either of them, with its history in both. */
export async function* sideBySide(
  left: AsyncIterable<History>,
  right: AsyncIterable<History>,
): AsyncGenerator<{
  readonly key: string;
  readonly primary: History['versions'];
  readonly replica: History['versions'];
}> {
  const [a, b] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
  let [one, two] = [await a.next(), await b.next()];
  while (!one.done || !two.done) {
    const order = one.done ? 1 : two.done ? -1 : compareKeys(one.value.key, two.value.key);
    const [primary, replica] = [order <= 0 ? one : undefined, order >= 0 ? two : undefined];
    yield {
      key: (primary ?? replica)?.value.key,
      primary: primary?.value.versions ?? [],
      replica: replica?.value.versions ?? [],
    };
    if (primary) one = await a.next();
    if (replica) two = await b.next();
  }
}
