import * as z from 'zod/mini';
import type { Asset } from '../shared/assets';
import type { HttpAnswer, HttpHandler } from '../shared/http';
import { type AssetReader, isPublished, requestedAsset } from '../shared/http-asset';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { type SigningKey, setCookies, signCookies, signedQuery } from './cookies';
import {
  countryOf,
  heartbeatSeconds,
  isLive,
  isSilent,
  newSessionId,
  type Revocations,
  requestedSession,
  type Session,
  type SessionLimits,
  type SessionStore,
  sessionEnded,
  summary,
  tooMany,
  untilWritten,
} from './sessions';

export interface PlaybackPorts {
  readonly assets: AssetReader;
  readonly sessions: SessionStore;
  readonly revocations: Revocations;
  readonly signingKey: () => Promise<SigningKey>;
  /** Scheme and host, without a path. */
  readonly viewerOrigin: string;
  readonly limits: SessionLimits;
  /** Sessions hold only in the country that they were opened in. */
  readonly bindCountry: boolean;
  /** By key system; `{session}` stands for the session's id. */
  readonly licenseUrls: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

const wishes = z.strictObject({
  /** A session of the caller to end first. One that has ended already is as good. */
  end: z.optional(z.string()),
});

/** Longest name of a device that is kept, in characters. */
const DEVICE_LENGTH = 256;

const seconds = (time: Date) => Math.floor(time.getTime() / 1000);

/** Sessions: opened, renewed while their players are heard of, and ended. */
export function playback(ports: PlaybackPorts) {
  const { assets, sessions, revocations, limits } = ports;

  /** Until when its signature may be renewed, and so how long an ended one must be refused by name. */
  const last = ({ createdAt }: Pick<Session, 'createdAt'>) => seconds(new Date(createdAt)) + limits.longestSeconds;

  async function sign(id: string, assetId: string, expiresAt: number) {
    // The session's id is part of what is signed: it opens no other session's paths, and no other asset.
    return signCookies(`${ports.viewerOrigin}/v/${id}/${assetId}/*`, expiresAt, await ports.signingKey());
  }

  /** `POST /api/assets/{id}/playback`: a session, the addresses of its manifests, and what opens them. */
  const open: HttpHandler = async (request) => {
    const { end } = request.hasBody ? request.body(wishes) : {};
    const { caller } = request;
    const [asset, firstAccount] = await Promise.all([requestedAsset(assets, request), sessions.account(caller.id)]);
    const manifests = playable(asset);
    const now = ports.now();
    const id = newSessionId(ports.bindCountry ? countryOf(request) : undefined);
    const expiresAt = seconds(now) + Math.min(limits.sessionSeconds, limits.longestSeconds);
    const device = request.headers['user-agent']?.slice(0, DEVICE_LENGTH);
    let known: typeof firstAccount | undefined = firstAccount;
    const session = await untilWritten(async () => {
      const before = known ?? (await sessions.account(caller.id));
      known = undefined;
      const live = before.open.filter((one) => isLive(one, now));
      let ending = live.filter((one) => one.id === end);
      // Who has left without saying so makes room, but only when room is needed.
      if (live.length - ending.length >= limits.concurrent) {
        ending = live.filter((one) => one.id === end || isSilent(one, now));
      }
      const staying = live.filter((one) => !ending.includes(one));
      if (staying.length >= limits.concurrent) throw tooMany(staying, limits.concurrent);
      // Before the new one is there: at no time are there more that can play.
      await Promise.all(ending.map((one) => revocations.add(one.id, last(one))));
      const made: Session = {
        id,
        userId: caller.id,
        assetId: asset.id,
        title: asset.title,
        ...(device !== undefined && { device }),
        createdAt: now.toISOString(),
        expiresAt,
        cookies: await sign(id, asset.id, expiresAt),
      };
      const ended = ending.map((one) => one.id);
      const change = { userId: caller.id, before, open: [...staying, summary(made)], put: made, ended, now };
      return (await sessions.write(change)) ? made : undefined;
    });
    return granted(201, session, { ...asset, manifests });
  };

  /** `POST /api/sessions/{id}/heartbeat`: its player is there, and gets a signature that lasts longer. */
  const heartbeat: HttpHandler = async ({ id, caller }) => {
    const now = ports.now();
    const renewed = await untilWritten(async () => {
      const [found, before] = await Promise.all([
        requestedSession(sessions, id, caller, false),
        sessions.account(caller.id),
      ]);
      if (found.endedAt !== undefined || !isLive(found, now)) throw sessionEnded(id);
      const asset = await assets.find(found.assetId);
      const manifests = asset && isPublished(asset) ? playable(asset) : undefined;
      if (!manifests) throw sessionEnded(id);
      // Never earlier than before, and never after the longest time.
      const wanted = Math.min(seconds(now) + limits.sessionSeconds, last(found));
      const expiresAt = Math.max(found.expiresAt, wanted);
      const cookies = expiresAt > found.expiresAt ? await sign(id, found.assetId, expiresAt) : found.cookies;
      const put: Session = { ...found, expiresAt, cookies, heardAt: seconds(now) };
      const others = before.open.filter((one) => one.id !== id && isLive(one, now));
      const change = { userId: caller.id, before, open: [...others, summary(put)], put, now };
      return (await sessions.write(change)) ? { put, asset: { ...asset, manifests } } : undefined;
    });
    return granted(200, renewed.put, renewed.asset);
  };

  /** `DELETE /api/sessions/{id}`: its viewer, or an admin, ends it. Within seconds no edge serves it any more. */
  const end: HttpHandler = async ({ id, caller }) => {
    const now = ports.now();
    const found = await requestedSession(sessions, id, caller, true);
    const { userId } = found;
    // Again for one that was ended before: that time, this may have failed.
    if (last(found) > seconds(now)) await revocations.add(id, last(found));
    await untilWritten(async () => {
      const before = await sessions.account(userId);
      const open = before.open.filter((one) => one.id !== id && isLive(one, now));
      return (await sessions.write({ userId, before, open, ended: [id], now })) || undefined;
    });
    return { status: 204 };
  };

  function granted(
    status: number,
    session: Session,
    { manifests, drm }: Pick<Asset, 'drm'> & Required<Pick<Asset, 'manifests'>>,
  ): HttpAnswer {
    const { id, assetId, cookies, expiresAt } = session;
    const path = `/v/${id}/`;
    const base = ports.viewerOrigin + path;
    // The same tree once more, where manifests are made that carry the signature on.
    const query = signedQuery(cookies);
    const signed = (key: string) => `${base}${assetId}/signed${key.slice(assetId.length)}?${query}`;
    return {
      status,
      body: {
        sessionId: id,
        hls: base + manifests.hls,
        dash: base + manifests.dash,
        cookies,
        signedHls: signed(manifests.hls),
        signedDash: signed(manifests.dash),
        expiresAt: new Date(expiresAt * 1000).toISOString(),
        heartbeatSeconds,
        ...(drm && { drm: { ...drm, licenseUrls: licenseUrls(id) } }),
      },
      cookies: setCookies(cookies, path),
    };
  }

  function licenseUrls(session: string): Record<string, string> {
    const urls = Object.entries(ports.licenseUrls);
    return Object.fromEntries(urls.map(([system, url]) => [system, url.replaceAll('{session}', session)]));
  }

  return {
    'POST /api/assets/{id}/playback': open,
    'POST /api/sessions/{id}/heartbeat': heartbeat,
    'DELETE /api/sessions/{id}': end,
  } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

/** What there is to play. Throws {@link Problem} 409. */
function playable(asset: Asset): NonNullable<Asset['manifests']> {
  if (isPublished(asset) && asset.manifests) return asset.manifests;
  throw new Problem(
    'not-playable',
    `Asset ${asset.id} is ${asset.status}. Only PLAYABLE and READY assets can be played.`,
  );
}
