import * as z from 'zod/mini';
import { contentKey, keyIdOf } from '../shared/content-keys';
import type { HttpHandler } from '../shared/http';
import { type AssetReader, isPublished } from '../shared/http-asset';
import { log } from '../shared/log';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { isLive, requestedSession, type SessionStore, sessionEnded } from './sessions';

export interface LicensePorts {
  readonly assets: AssetReader;
  readonly sessions: Pick<SessionStore, 'find'>;
  /** The secret that all content keys are derived from. */
  readonly master: () => Promise<string>;
  readonly now: () => Date;
}

/** Maximum of keys in a request: no film has more, in all of its languages together. */
const mostKeys = 128;

/** https://www.w3.org/TR/encrypted-media-2/#clear-key-request-format */
const request = z.strictObject({
  /** Key ids, base64url without padding. */
  kids: z.array(z.string()).check(z.minLength(1), z.maxLength(mostKeys)),
  type: z.optional(z.literal('temporary')),
});

/** `POST /api/sessions/{id}/license`: keys of the session's film, in W3C's clear key format. */
export function license({ assets, sessions, master, now }: LicensePorts) {
  const give: HttpHandler = async ({ id, caller, body }) => {
    log.about({ sessionId: id });
    const { kids } = body(request);
    const session = await requestedSession(sessions, id, caller, false);
    log.about({ assetId: session.assetId });
    if (session.endedAt !== undefined || !isLive(session, now())) {
      throw sessionEnded(id);
    }
    const asset = await assets.find(session.assetId);
    const known = asset && isPublished(asset) ? (asset.drm?.keyIds ?? []) : [];
    const wanted = kids.map(fromBase64url);
    // One foreign key refuses the whole request: a player only requests keys that its manifest names.
    if (!wanted.every((keyId): keyId is string => keyId !== undefined && known.includes(keyId))) {
      throw new Problem('no-such-key', 'Request only keys that the manifest of the session names.');
    }
    const secret = await master();
    const keys = [...new Set(wanted)].map((keyId) => ({
      kty: 'oct',
      kid: Buffer.from(keyId.replaceAll('-', ''), 'hex').toString('base64url'),
      k: contentKey(secret, session.assetId, keyId).toString('base64url'),
    }));
    return { status: 200, body: { keys, type: 'temporary' } };
  };
  return { 'POST /api/sessions/{id}/license': give } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

/** The UUID of 16 bytes in base64url. */
function fromBase64url(kid: string): string | undefined {
  const bytes = Buffer.from(kid, 'base64url');
  if (bytes.length !== 16) return undefined;
  return keyIdOf(bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}
