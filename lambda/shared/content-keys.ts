import { hkdfSync } from 'node:crypto';
import { assetIdPattern } from './assets';

const keyBytes = 16;

/** A key id of Common Encryption: a UUID in lower case. `undefined` for other texts. */
export function keyIdOf(text: string): string | undefined {
  const lower = text.toLowerCase();
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/.test(lower) ? lower : undefined;
}

/** The asset of a job's content id (`{assetId}-{run}…`); `undefined` if the id has another format. */
export function assetIdOfContent(contentId: string): string | undefined {
  const [assetId = '', ...rest] = contentId.split('-');
  return assetIdPattern.test(assetId) && rest.length > 0 && /^[\w-]{1,128}$/.test(contentId) ? assetId : undefined;
}

/**
 * The 128-bit key of one key id of an asset: HKDF-SHA-256 (RFC 5869) of the master secret. So no key is stored, a key id
 * of one asset is useless for another asset, and a key reveals nothing about other keys.
 */
export function contentKey(master: string, assetId: string, keyId: string): Buffer {
  const key = hkdfSync('sha256', master, assetId, `omnistream/content-key/1/${keyId}`, keyBytes);
  return Buffer.from(key);
}
