import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { log } from '../shared/log';
import { signedQuery } from './cookies';
import { isLive, type SessionStore } from './sessions';
import { signDash, signHls } from './signed-manifest';

export interface ManifestPorts {
  readonly sessions: Pick<SessionStore, 'find'>;
  /** Reads a text of the content bucket; `undefined` where there is none. */
  readonly read: (key: string) => Promise<string | undefined>;
  readonly now: () => Date;
}

/** What the edge function makes of `/v/{sessionId}/{assetId}/signed/{path}`. */
const address =
  /^\/([\w-]{22})\/(a[a-z2-7]{21})(\/(?:picture|manifests|captions|dubs)(?:\/[\w-][\w.-]*)+\.(m3u8|mpd))$/;

const kinds = {
  m3u8: { type: 'application/vnd.apple.mpegurl', sign: signHls },
  mpd: { type: 'application/dash+xml', sign: signDash },
} as const;

/** At the edge, in seconds. Short beside a signature's life, so that a reload after a heartbeat brings the newer one. */
const EDGE_SECONDS = 60;

const refused = (statusCode: number): LambdaFunctionURLResult => ({
  statusCode,
  headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' },
  body: statusCode === 403 ? 'Forbidden' : 'Not found',
});

/**
 * Manifests for players without cookies: every address in them carries the session's signature. CloudFront invokes this
 * after it has checked the signature of the manifest's own address, and nobody else may.
 */
export function manifest({ sessions, read, now }: ManifestPorts) {
  return async (event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> => {
    const [, sessionId = '', assetId = '', path = '', kind = ''] = address.exec(event.rawPath) ?? [];
    if (!sessionId) return refused(404);
    const [session, text] = await Promise.all([sessions.find(sessionId), read(assetId + path)]);
    if (session?.assetId !== assetId || session.endedAt !== undefined || !isLive(session, now())) return refused(403);
    if (text === undefined) {
      log.warn('A manifest is not there', { assetId, path });
      return refused(404);
    }
    const { type, sign } = kinds[kind as keyof typeof kinds];
    const place = { root: `/v/${sessionId}/${assetId}`, path, query: signedQuery(session.cookies) };
    return {
      statusCode: 200,
      headers: { 'content-type': type, 'cache-control': `max-age=0, s-maxage=${EDGE_SECONDS}` },
      body: sign(text, place),
    };
  };
}
