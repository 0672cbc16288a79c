import { randomBytes } from 'node:crypto';
import type { HttpHandler } from '../shared/http';
import { type AssetReader, isPublished, requestedAsset } from '../shared/http-asset';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { type SigningKey, setCookies, signCookies } from './cookies';

/** One viewer's permission to stream one asset until a time. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly assetId: string;
  readonly createdAt: string;
  /** Seconds since 1970; the table forgets the row some time after. */
  readonly expiresAt: number;
}

export interface PlaybackPorts {
  readonly assets: AssetReader;
  readonly sessions: { open(session: Session): Promise<void> };
  readonly signingKey: () => Promise<SigningKey>;
  /** Scheme and host, without a path. */
  readonly viewerOrigin: string;
  readonly sessionSeconds: number;
  readonly now: () => Date;
}

/** `POST /api/assets/{id}/playback`: a session, the addresses of its manifests, and the cookies that open them. */
export function playback(ports: PlaybackPorts) {
  const open: HttpHandler = async (request) => {
    const asset = await requestedAsset(ports.assets, request);
    const { manifests } = asset;
    if (!isPublished(asset) || !manifests) {
      const detail = `Asset ${asset.id} is ${asset.status}; there is nothing to play yet.`;
      throw new Problem(409, 'not-playable', 'The asset cannot be played', detail);
    }
    const createdAt = ports.now();
    const session: Session = {
      id: randomBytes(16).toString('base64url'),
      userId: request.caller.id,
      assetId: asset.id,
      createdAt: createdAt.toISOString(),
      expiresAt: Math.floor(createdAt.getTime() / 1000) + ports.sessionSeconds,
    };
    const path = `/v/${session.id}/`;
    const base = new URL(path, ports.viewerOrigin).href;
    // The session's id is part of what is signed: the cookies open no other session's paths, and no other asset.
    const cookies = signCookies(`${base}${asset.id}/*`, session.expiresAt, await ports.signingKey());
    await ports.sessions.open(session);
    return {
      status: 201,
      body: {
        sessionId: session.id,
        hls: base + manifests.hls,
        dash: base + manifests.dash,
        cookies,
        expiresAt: new Date(session.expiresAt * 1000).toISOString(),
      },
      cookies: setCookies(cookies, path),
    };
  };

  return { 'POST /api/assets/{id}/playback': open } satisfies Partial<Record<RouteKey, HttpHandler>>;
}
