import { hkdfSync } from 'node:crypto';
import { assetIdPattern } from './assets';

const keyBytes = 16;

/** A key id as Common Encryption names it: a UUID in lower case. `undefined` for anything else. */
export function keyIdOf(text: string): string | undefined {
  const lower = text.toLowerCase();
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/.test(lower) ? lower : undefined;
}

/** The asset that a job's content id (`{assetId}-{run}…`) belongs to; `undefined` for what is none of ours. */
export function assetIdOfContent(contentId: string): string | undefined {
  const [assetId = '', ...rest] = contentId.split('-');
  return assetIdPattern.test(assetId) && rest.length > 0 && /^[\w-]{1,128}$/.test(contentId) ? assetId : undefined;
}

/**
 * The 128-bit key of one key id of an asset: HKDF-SHA-256 (RFC 5869) of the master secret. So no key is stored
 * anywhere, an id of one asset opens nothing of another, and a key says nothing of the others.
 */
export function contentKey(master: string, assetId: string, keyId: string): Buffer {
  const key = hkdfSync('sha256', master, assetId, `omnistream/content-key/1/${keyId}`, keyBytes);
  return Buffer.from(key);
}
