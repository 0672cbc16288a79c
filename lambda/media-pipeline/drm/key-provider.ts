import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { assetIdOfContent, contentKey } from '../../shared/content-keys';
import { drmSystems } from '../../shared/drm';
import { log } from '../../shared/log';
import { CpixFault, printResponse, readRequest, type Signals } from './cpix';

/** MediaConvert's requests have about 3,000 characters. */
const maxRequestLength = 64 * 1024;

/** The id of W3C's common system, from whose `pssh` box clear key reads key ids: https://www.w3.org/TR/eme-initdata-cenc/ */
const commonSystem = '1077efecc0b24d02ace33c1e52e2fb4b';

/** A `pssh` box (ISO/IEC 23001-7, 8.1), version 1, that names the key. */
function psshOf(keyId: string): Buffer {
  const box = Buffer.alloc(52);
  box.writeUInt32BE(box.length, 0);
  box.write('pssh', 4, 'latin1');
  box.writeUInt32BE(1 << 24, 8);
  box.write(commonSystem, 12, 'hex');
  box.writeUInt32BE(1, 28);
  box.write(keyId.replaceAll('-', ''), 32, 'hex');
  return box;
}

/** The signals of clear key. They contain no licence URL: playback returns the session's own. */
function clearKey(keyId: string, scheme: string): Signals {
  const pssh = psshOf(keyId);
  const attributes = [
    `METHOD=${scheme.startsWith('cbc') ? 'SAMPLE-AES' : 'SAMPLE-AES-CTR'}`,
    `URI="data:text/plain;base64,${pssh.toString('base64')}"`,
    `KEYID=0x${keyId.replaceAll('-', '')}`,
    `KEYFORMAT="${drmSystems.clearkey.keyFormat}"`,
    'KEYFORMATVERSIONS="1"',
  ].join(',');
  return {
    pssh,
    contentProtection: `<cenc:pssh xmlns:cenc="urn:mpeg:cenc:2013">${pssh.toString('base64')}</cenc:pssh>`,
    hlsMedia: `#EXT-X-KEY:${attributes}`,
    hlsMaster: `#EXT-X-SESSION-KEY:${attributes}`,
  };
}

type Request = Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>;

/**
 * A SPEKE 2.0 key provider for clear key. IAM authorizes callers before the function runs. Keys are derived, and never
 * stored or logged.
 */
export function keyProvider(master: () => Promise<string>) {
  return async (request: Request): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      return response(200, 'application/xml', await respond(request));
    } catch (error) {
      if (error instanceof CpixFault) {
        log.warn('A request for content keys was rejected', { reason: error.message });
        return response(422, 'text/plain', error.message);
      }
      log.error('Content keys could not be provided', { error });
      return response(500, 'text/plain', 'Internal error');
    }
  };

  async function respond({ headers, body = '', isBase64Encoded }: Request): Promise<string> {
    if (headers['x-speke-version'] !== '2.0') throw new CpixFault('Unsupported SPEKE version');
    if (body.length > maxRequestLength) throw new CpixFault('Malformed CPIX: the document is too long');
    const cpix = readRequest(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString());
    const assetId = assetIdOfContent(cpix.contentId);
    if (!assetId) throw new CpixFault('Unknown CPIX@contentId');
    const secret = await master();
    const response = printResponse(cpix, {
      key: (keyId) => contentKey(secret, assetId, keyId),
      signals: (systemId, keyId, scheme) =>
        systemId === drmSystems.clearkey.systemId ? clearKey(keyId, scheme) : undefined,
    });
    log.info('content keys provided', { contentId: cpix.contentId, keyIds: cpix.keys.map(({ keyId }) => keyId) });
    return response;
  }
}

function response(statusCode: number, contentType: string, body: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      'content-type': contentType,
      'cache-control': 'no-store',
      'x-speke-version': '2.0',
      'x-speke-user-agent': 'OmniStream',
    },
    body,
  };
}
