import { gzipSync } from 'node:zlib';
import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { contentTypes, manifestExtensions, publishedFolders } from '../shared/content-layout';
import { log } from '../shared/log';
import { fitsResponse } from '../shared/response-size';
import { signedQuery } from './cookies';
import { isLive, type SessionStore } from './sessions';
import { signDash, signHls } from './signed-manifest';

export interface ManifestPorts {
  readonly sessions: Pick<SessionStore, 'find'>;
  /** Reads a text of the content bucket; `undefined` if it does not exist. */
  readonly read: (key: string) => Promise<string | undefined>;
  readonly now: () => Date;
}

/** The path that the edge function makes from `/v/{sessionId}/{assetId}/signed/{path}`. */
const address = new RegExp(
  `^/([\\w-]{22})/(a[a-z2-7]{21})(/(?:${publishedFolders.join('|')})(?:/[\\w-][\\w.-]*)+\\.(${manifestExtensions.join('|')}))$`,
);

const kinds = {
  m3u8: { type: contentTypes.m3u8, sign: signHls },
  mpd: { type: contentTypes.mpd, sign: signDash },
} as const;

/** Seconds in the edge cache: few, so that a reload after a heartbeat returns the newer signature. */
const edgeCacheSeconds = 60;

const refusals = {
  403: 'Forbidden',
  404: 'Not found',
  406: 'The manifest is too long to be sent uncompressed. Accept gzip, or use the session’s cookies.',
} as const;

const refused = (statusCode: keyof typeof refusals) => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: refusals[statusCode],
});

/**
 * The response with a manifest, compressed if the viewer accepts that. With the signature in each line, the key frames of
 * a six-hour film have 5.6 MB, near the limit of a function's response; as gzip in Base64 they have 0.2 MB. CloudFront
 * passes on the viewer's normalized `Accept-Encoding`, and does not change responses with a `Content-Encoding`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
function answered(type: string, text: string, accepted = '') {
  const plain = {
    'content-type': type,
    'cache-control': `max-age=0, s-maxage=${edgeCacheSeconds}`,
    vary: 'accept-encoding',
  };
  if (!/\bgzip\b/.test(accepted)) return { statusCode: 200, headers: plain, body: text };
  const headers = { ...plain, 'content-encoding': 'gzip' };
  return { statusCode: 200, headers, body: gzipSync(text).toString('base64'), isBase64Encoded: true };
}

/**
 * Returns manifests for players without cookies, in which every address contains the session's signature. Only CloudFront
 * may invoke this function; it checks the signature of the manifest's own address first.
 */
export function manifest(ports: ManifestPorts) {
  return async (event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> => {
    const response = await respond(event, ports);
    // Viewers see CloudFront's id of the request, and not the function's.
    const edgeRequestId = event.headers['x-amz-cf-id'];
    log.info('request', { path: event.rawPath, status: response.statusCode, edgeRequestId });
    return response;
  };
}

async function respond(event: LambdaFunctionURLEvent, { sessions, read, now }: ManifestPorts) {
  const [, sessionId = '', assetId = '', path = '', kind = ''] = address.exec(event.rawPath) ?? [];
  if (!sessionId) return refused(404);
  log.about({ sessionId, assetId });
  const [session, text] = await Promise.all([sessions.find(sessionId), read(assetId + path)]);
  if (session?.assetId !== assetId || session.endedAt !== undefined || !isLive(session, now())) return refused(403);
  if (text === undefined) {
    log.warn('A manifest is missing', { path });
    return refused(404);
  }
  const { type, sign } = kinds[kind as keyof typeof kinds];
  const place = { root: `/v/${sessionId}/${assetId}`, path, query: signedQuery(session.cookies) };
  const answer = answered(type, sign(text, place), event.headers['accept-encoding']);
  if (fitsResponse(answer)) return answer;
  log.warn('A manifest is too long for a response', { path });
  return refused(406);
}
