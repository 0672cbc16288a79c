import type { Api, Asset } from './api';
import { assetJson, assetLines, type Output } from './output';

/** Prints the status and the tracks of an asset. */
export async function status(api: Api, id: string, out: Output): Promise<void> {
  const asset = await api.get<Asset>(`/assets/${encodeURIComponent(id)}`);
  out.result(assetJson(asset), assetLines(asset));
}

/** Decides about a film that waits for an approval of its cost, and prints its status. */
export async function decide(
  api: Api,
  id: string,
  decision: 'approve' | 'refuse',
  note: string | undefined,
  out: Output,
): Promise<void> {
  const asset = await api.post<Asset>(`/assets/${encodeURIComponent(id)}/approval`, { decision, note });
  out.result(assetJson(asset), assetLines(asset));
}

interface Playback {
  readonly sessionId: string;
  readonly hls: string;
  readonly dash: string;
  readonly cookies: Readonly<Record<string, string>>;
  /** For players without cookies: these manifests contain only signed addresses. */
  readonly signedHls: string;
  readonly signedDash: string;
  readonly expiresAt: string;
}

/** Opens a playback session. If `end` names a session, that one is ended first. */
export async function playback(api: Api, id: string, end: string | undefined, out: Output): Promise<void> {
  const session = await api.create<Playback>(
    `/assets/${encodeURIComponent(id)}/playback`,
    end === undefined ? end : { end },
  );
  const { hls, dash, cookies, signedHls, signedDash, expiresAt } = session;
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  out.result(session, [
    `HLS      ${hls}`,
    `DASH     ${dash}`,
    `Cookie   ${cookie.join('; ')}`,
    `without cookies:`,
    `HLS      ${signedHls}`,
    `DASH     ${signedDash}`,
    `until    ${expiresAt}`,
  ]);
}

interface Page {
  readonly assets: readonly Asset[];
  readonly cursor?: string;
}

/** Prints all assets that the user may see, the newest first. */
export async function assets(api: Api, out: Output): Promise<void> {
  const all: Asset[] = [];
  let cursor: string | undefined;
  do {
    const page: Page = await api.get(`/assets?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    all.push(...page.assets);
    cursor = page.cursor;
  } while (cursor);
  const objects = all.map((asset) => ({ ...assetJson(asset), title: asset.title, createdAt: asset.createdAt }));
  const lines = all.map((asset) => `${asset.id}  ${asset.status.padEnd(17)}  ${asset.title}`);
  out.result({ assets: objects }, lines.length > 0 ? lines : ['There are no assets yet.']);
}
