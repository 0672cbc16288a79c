import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api';
import type { Output } from './output';

/** An erasure; `ERASED` makes it the certificate. */
interface Erasure {
  readonly id: string;
  readonly kind: 'asset' | 'viewer';
  readonly status: 'ERASING' | 'ERASED';
  readonly requestedAt: string;
  readonly removed: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, string>>;
  readonly erasedAt?: string;
  readonly remaining?: readonly { readonly where: string; readonly what: string; readonly until?: string }[];
}

/** Milliseconds. An erasure takes a quarter of an hour at least, since it waits for what may still write. */
const pauseMs = 10_000;

/** Deletes an asset and everything of it. `wait`: until nothing is left, and then prints the certificate. */
export async function deleteAsset(api: Api, id: string, wait: boolean, out: Output): Promise<void> {
  const { erasure } = await api.delete<{ readonly erasure: string }>(`/assets/${encodeURIComponent(id)}`);
  if (wait) return erasureOf(api, erasure, true, out);
  out.result({ id, status: 'DELETED', erasure }, [
    'Deleted. It cannot be seen or played any more. Its data is being erased:',
    `omnistream erasure ${erasure}`,
  ]);
}

/** Deletes the account of the user, or of another viewer for an administrator, with all personal data. */
export async function deleteViewer(api: Api, viewer: string | undefined, out: Output): Promise<void> {
  const path = viewer === undefined ? '/me' : `/viewers/${encodeURIComponent(viewer)}`;
  const { erasure } = await api.delete<{ readonly erasure: string }>(path);
  out.result({ status: 'DELETED', erasure }, ['Deleted. The data is being erased:', `omnistream erasure ${erasure}`]);
}

/** Prints an erasure. `wait`: when it has ended. */
export async function erasureOf(api: Api, id: string, wait: boolean, out: Output): Promise<void> {
  const path = `/erasures/${encodeURIComponent(id)}`;
  let erasure = await api.get<Erasure>(path);
  while (wait && erasure.status !== 'ERASED') {
    await sleep(pauseMs);
    erasure = await api.get<Erasure>(path);
  }
  const { status, requestedAt, erasedAt, removed, failures, remaining = [] } = erasure;
  out.result({ ...erasure }, [
    `${status}  requested ${requestedAt}${erasedAt === undefined ? '' : `, nothing found ${erasedAt}`}`,
    ...Object.entries(removed).map(([store, count]) => `removed    ${String(count).padStart(7)}  ${store}`),
    ...Object.entries(failures).map(([store, failure]) => `not erased ${store}: ${failure}`),
    ...remaining.map(({ where, what, until }) => `remains    ${where}: ${what}${until ? `, until ${until}` : ''}`),
  ]);
}

/** Puts an asset under a legal hold, or releases it. */
export async function setLegalHold(api: Api, id: string, isHeld: boolean, out: Output): Promise<void> {
  const path = `/assets/${encodeURIComponent(id)}/legal-hold`;
  await (isHeld ? api.put(path) : api.delete(path));
  out.result({ id, legalHold: isHeld }, [isHeld ? 'It cannot be deleted until it is released.' : 'It can be deleted.']);
}
