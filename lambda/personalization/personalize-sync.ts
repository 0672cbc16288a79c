import { isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { changesOf, type StreamEvent } from './stream-record';
import { type News, newsOf, type UserProperties } from './sync-plan';
import type { CatalogueLine, ItemProperties } from './title';

/** Maximum of items or users in one call of Personalize. */
const entriesPerCall = 10;

export interface Datasets {
  putItems(items: readonly { readonly id: string; readonly properties: ItemProperties }[]): Promise<void>;
  putUsers(users: readonly { readonly id: string; readonly properties: UserProperties }[]): Promise<void>;
}

export interface Catalogue {
  write(line: CatalogueLine): Promise<void>;
}

export interface SyncPorts {
  /** The datasets of every dataset group. */
  readonly datasets: readonly Datasets[];
  readonly catalogue: Catalogue;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

interface Entry<P> {
  readonly id: string;
  readonly properties: P;
}

type Put<P> = (some: readonly Entry<P>[]) => Promise<void>;

/**
 * Puts all entries into each dataset, ten at a time. If a call is refused because of one entry, each entry is put in a
 * call of its own. Returns the ids of the entries that failed.
 */
async function putAll<P>(entries: readonly Entry<P>[], puts: readonly Put<P>[]): Promise<string[]> {
  const failed: string[] = [];
  const attempt = async (some: readonly Entry<P>[], put: Put<P>): Promise<void> => {
    try {
      await put(some);
    } catch (error) {
      if (some.length > 1 && isNamed(error, 'InvalidInputException')) {
        for (const entry of some) await attempt([entry], put);
        return;
      }
      const ids = some.map(({ id }) => id);
      log.error('not put', { ids, error });
      failed.push(...ids);
    }
  };
  for (let from = 0; from < entries.length; from += entriesPerCall) {
    for (const put of puts) await attempt(entries.slice(from, from + entriesPerCall), put);
  }
  return failed;
}

/** Puts changed titles and viewers into the datasets of each group. Returns the ids of those that failed. */
export async function putNews(news: readonly News[], datasets: readonly Datasets[]): Promise<string[]> {
  const items = news.flatMap((one) => (one.kind === 'item' && one.item ? [{ id: one.id, properties: one.item }] : []));
  const users = news.flatMap((one) => (one.kind === 'user' ? [{ id: one.id, properties: one.user }] : []));
  const failed = [
    ...(await putAll(
      items,
      datasets.map((some) => some.putItems.bind(some)),
    )),
    ...(await putAll(
      users,
      datasets.map((some) => some.putUsers.bind(some)),
    )),
  ];
  return [...new Set(failed)];
}

async function writeAll(lines: readonly CatalogueLine[], catalogue: Catalogue): Promise<string[]> {
  const written = await Promise.allSettled(lines.map((line) => catalogue.write(line)));
  return written.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [];
    const { id } = lines[index] as CatalogueLine;
    log.error('not written to the catalogue', { id, error: result.reason });
    return [id];
  });
}

/**
 * Sends the changes in a batch of a stream to Personalize and the lake. It is safe to send a change twice. The response
 * contains the position in the stream of each change that failed; Lambda continues from the first of them.
 */
export async function synchronize(event: StreamEvent, { datasets, catalogue }: SyncPorts): Promise<BatchResponse> {
  const changes = changesOf(event).map((change) => ({ ...change, news: newsOf(change) }));
  const news = changes.flatMap((change) => change.news);
  const lines = news.flatMap((one) => (one.kind === 'item' && one.line ? [one.line] : []));
  const failed = new Set([...(await writeAll(lines, catalogue)), ...(await putNews(news, datasets))]);
  const assetIds = news.flatMap(({ kind, id }) => (kind === 'item' ? [id] : []));
  const correlationIds = changes.flatMap(({ id, after }) =>
    assetIds.includes(id) ? (after?.correlationId ?? []) : [],
  );
  const counts = { changes: changes.length, news: news.length, lines: lines.length, failed: failed.size };
  log.info('synchronized', { ...counts, assetIds, correlationIds });
  return {
    batchItemFailures: changes
      .filter((change) => change.news.some(({ id }) => failed.has(id)))
      .map(({ since }) => ({ itemIdentifier: since })),
  };
}
