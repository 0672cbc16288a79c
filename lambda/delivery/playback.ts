import * as z from 'zod/mini';
import { type AgeLimits, ageLimitOf, mayWatch, watchableAsset } from '../shared/age-limits';
import type { Asset } from '../shared/assets';
import { count } from '../shared/count';
import type { HttpAnswer, HttpHandler, HttpRequest } from '../shared/http';
import { type AssetReader, isPublished } from '../shared/http-asset';
import { log } from '../shared/log';
import { Problem } from '../shared/problem';
import { oncePerKey, type RequestKeys } from '../shared/request-key';
import type { RouteKey } from '../shared/routes';
import { cleanText } from '../shared/text';
import { type SigningKey, setCookies, signCookies, signedQuery } from './cookies';
import {
  type Account,
  countOpening,
  countryOf,
  heartbeatSeconds,
  isLive,
  isSilent,
  newSessionId,
  type Revocations,
  renewalSeconds,
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
  readonly keys: RequestKeys;
  readonly viewers: AgeLimits;
  readonly revocations: Revocations;
  readonly signingKey: () => Promise<SigningKey>;
  /** Scheme and host, without a path. */
  readonly viewerOrigin: string;
  readonly limits: SessionLimits;
  /** Whether sessions are valid only in the country that they were opened in. */
  readonly bindCountry: boolean;
  /** License URL by key system; `{session}` stands for the session's id. */
  readonly licenseUrls: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

const wishes = z.strictObject({
  /** A session of the caller to end first. It may have ended already. */
  end: z.optional(z.string()),
});

/** Maximum length of a device's name, in characters. */
const maxDeviceLength = 256;

const seconds = (time: Date) => Math.floor(time.getTime() / 1000);

/** The routes of playback sessions: players open, renew and end them. */
export function playback(ports: PlaybackPorts) {
  const { assets, sessions, keys, viewers, revocations, limits } = ports;

  /** The time until which a session's signature may be renewed. */
  const last = ({ createdAt }: Pick<Session, 'createdAt'>) => seconds(new Date(createdAt)) + limits.longestSeconds;

  /**
   * The time until which the edge must refuse a session that ends now: an ended session is not renewed, so none of its
   * signatures is valid for longer than one that is made now.
   */
  const refusedUntil = (one: Pick<Session, 'createdAt'>, now: Date) =>
    Math.min(last(one), seconds(now) + limits.sessionSeconds + renewalSeconds);

  async function sign(id: string, assetId: string, expiresAt: number) {
    // The session's id is part of the signed path, so the signature is not valid for other sessions or assets.
    return signCookies(`${ports.viewerOrigin}/v/${id}/${assetId}/*`, expiresAt, await ports.signingKey());
  }

  /** `POST /api/assets/{id}/playback`: opens a session and returns its manifests' addresses, with cookies for them. */
  const open: HttpHandler = async (request) => {
    const { end } = request.hasBody ? request.body(wishes) : {};
    const [found, account] = await Promise.all([
      watchableAsset(assets, viewers, request),
      sessions.account(request.caller.id),
    ]);
    const asset = { ...found, manifests: playable(found) };
    return oncePerKey(keys, request.key, {
      create: async () => granted(201, await openSession(request, asset, { end, account }), asset),
      replay: async (id) => {
        log.about({ sessionId: id });
        const session = await sessions.find(id);
        if (!session || session.endedAt !== undefined || !isLive(session, ports.now())) throw sessionEnded(id);
        return granted(201, session, asset);
      },
    });
  };

  /** @param account the viewer's row as it was read with the others */
  async function openSession(
    request: HttpRequest,
    asset: Asset,
    { end, account }: { readonly end: string | undefined; readonly account: Account },
  ): Promise<Session> {
    const { caller, key } = request;
    const now = ports.now();
    const id = newSessionId(ports.bindCountry ? countryOf(request) : undefined);
    log.about({ sessionId: id });
    const expiresAt = seconds(now) + Math.min(limits.sessionSeconds, limits.longestSeconds);
    const device = cleanText(request.headers['user-agent'] ?? '', maxDeviceLength);
    let known: Account | undefined = account;
    return untilWritten(async () => {
      const before = known ?? (await sessions.account(caller.id));
      known = undefined;
      const opened = countOpening(before, now, limits.perHour);
      const live = before.open.filter((one) => isLive(one, now));
      let ending = live.filter((one) => one.id === end);
      // Sessions whose players are silent are ended too, but only if there are too many open sessions.
      if (live.length - ending.length >= limits.concurrent) {
        ending = live.filter((one) => one.id === end || isSilent(one, now));
      }
      const staying = live.filter((one) => !ending.includes(one));
      if (staying.length >= limits.concurrent) throw tooMany(staying, limits.concurrent);
      // Ended before the new one exists, so that no more than the maximum can play at any time.
      await Promise.all(ending.map((one) => revocations.add(one.id, refusedUntil(one, now))));
      const made: Session = {
        id,
        userId: caller.id,
        assetId: asset.id,
        title: asset.title,
        ...(device !== undefined && { device }),
        ...(asset.durationSeconds !== undefined && { durationSeconds: asset.durationSeconds }),
        createdAt: now.toISOString(),
        expiresAt,
        cookies: await sign(id, asset.id, expiresAt),
      };
      const ended = ending.map((one) => one.id);
      const change = {
        userId: caller.id,
        before,
        open: [...staying, summary(made)],
        opened,
        put: made,
        key,
        ended,
        now,
      };
      return (await sessions.write(change)) ? made : undefined;
    });
  }

  /** `POST /api/sessions/{id}/heartbeat`: records that the player is active, and renews the signature. */
  const heartbeat: HttpHandler = async ({ id, caller }) => {
    log.about({ sessionId: id });
    const now = ports.now();
    const renewed = await untilWritten(async () => {
      const [found, before] = await Promise.all([
        requestedSession(sessions, id, caller, false),
        sessions.account(caller.id),
      ]);
      log.about({ assetId: found.assetId });
      if (found.endedAt !== undefined || !isLive(found, now)) throw sessionEnded(id);
      const [asset, ageLimit] = await Promise.all([assets.find(found.assetId), ageLimitOf(viewers, caller)]);
      const manifests = asset && isPublished(asset) ? playable(asset) : undefined;
      if (!asset || !manifests || !mayWatch(asset, caller, ageLimit)) throw sessionEnded(id);
      // Never earlier than before, and never after the session's maximum age.
      const wanted = Math.min(seconds(now) + limits.sessionSeconds, last(found));
      const expiresAt = Math.max(found.expiresAt, wanted);
      const cookies = expiresAt > found.expiresAt ? await sign(id, found.assetId, expiresAt) : found.cookies;
      const put: Session = { ...found, expiresAt, cookies, heardAt: seconds(now) };
      const others = before.open.filter((one) => one.id !== id && isLive(one, now));
      const change = { userId: caller.id, before, open: [...others, summary(put)], put, now };
      return (await sessions.write(change)) ? { put, asset: { ...asset, manifests } } : undefined;
    });
    count('Heartbeats');
    return granted(200, renewed.put, renewed.asset);
  };

  /** `DELETE /api/sessions/{id}`: ends a session, by its viewer or an admin. The edge refuses it within seconds. */
  const end: HttpHandler = async ({ id, caller }) => {
    log.about({ sessionId: id });
    const now = ports.now();
    const found = await requestedSession(sessions, id, caller, true);
    log.about({ assetId: found.assetId });
    const { userId } = found;
    // Repeated for a session that was ended before, since this step may have failed at that time.
    if (last(found) > seconds(now)) await revocations.add(id, refusedUntil(found, now));
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
    // The same files below `signed/`, where the manifests contain the signature.
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

/** Returns the asset's manifests. Throws {@link Problem} 409 if there are none. */
function playable(asset: Asset): NonNullable<Asset['manifests']> {
  if (isPublished(asset) && asset.manifests) return asset.manifests;
  throw new Problem(
    'not-playable',
    `Asset ${asset.id} is ${asset.status}. Only PLAYABLE and READY assets can be played.`,
  );
}
