import type { Drm } from '../../../shared/assets';
import { drmSystems } from '../../../shared/drm';
import type { Element } from '../../../shared/xml';
import { childrenOf, period } from './dash';
import { tagLine } from './hls';

/** The scheme URI of the element with the scheme and the default key id of all DRM systems (ISO/IEC 23009-1, 5.8.5.2). */
const commonScheme = 'urn:mpeg:dash:mp4protection:2011';
const systemScheme = /^urn:uuid:([\da-f-]{36})$/;

const schemeOf = ({ attributes }: Element) => (attributes.schemeIdUri ?? '').toLowerCase();

/** The ContentProtection elements of a set and of its representations. */
function protections(set: Element): Element[] {
  const inside = childrenOf(set, 'Representation').flatMap((one) => childrenOf(one, 'ContentProtection'));
  return [...childrenOf(set, 'ContentProtection'), ...inside];
}

function keyIdOf({ attributes }: Element): string | undefined {
  const [, keyId] = Object.entries(attributes).find(([name]) => /(^|:)default_KID$/.test(name)) ?? [];
  return keyId?.toLowerCase();
}

/** The scheme of the first encoding's picture, or of its sound if it has no picture, and the key ids of all encodings. */
export function protectionOf(mpds: readonly Element[]): Drm | undefined {
  const common = mpds
    .flatMap((mpd) => childrenOf(period(mpd), 'AdaptationSet'))
    .flatMap(protections)
    .filter((protection) => schemeOf(protection) === commonScheme);
  const scheme = common[0]?.attributes.value;
  if (scheme === undefined) return undefined;
  return { scheme, keyIds: [...new Set(common.flatMap((protection) => keyIdOf(protection) ?? []))].sort() };
}

export interface HlsKey {
  readonly scheme: string;
  readonly keyId: string;
  readonly keyFormat: string;
  /** The `pssh` box in Base64. */
  readonly base64: string;
}

/**
 * The keys of a set for a playlist, for groups that write no playlists: the `pssh` box of each DRM system, as Widevine
 * specifies for HLS. FairPlay has no such box, and plays only `cbcs`.
 */
export function hlsKeys(set: Element): HlsKey[] {
  const all = protections(set);
  const common = all.find((protection) => schemeOf(protection) === commonScheme);
  const keyId = common && keyIdOf(common);
  if (!common || !keyId) return [];
  return all.flatMap((protection) => {
    const [, systemId] = systemScheme.exec(schemeOf(protection)) ?? [];
    const box = protection.children.find(({ name }) => /(^|:)pssh$/.test(name));
    if (!systemId || !box) return [];
    const known = Object.values(drmSystems).find((system) => system.systemId === systemId);
    const keyFormat = known?.keyFormat ?? `urn:uuid:${systemId}`;
    return [{ scheme: common.attributes.value ?? 'cenc', keyId, keyFormat, base64: box.text.replace(/\s/g, '') }];
  });
}

/** https://datatracker.ietf.org/doc/html/draft-pantos-hls-rfc8216bis, 4.4.4.4 */
export function hlsKeyLine(tag: 'EXT-X-KEY' | 'EXT-X-SESSION-KEY', key: HlsKey): string {
  return tagLine(tag, {
    METHOD: key.scheme.startsWith('cbc') ? 'SAMPLE-AES' : 'SAMPLE-AES-CTR',
    URI: `data:text/plain;base64,${key.base64}`,
    KEYID: `0x${key.keyId.replaceAll('-', '')}`,
    KEYFORMAT: key.keyFormat,
    KEYFORMATVERSIONS: '1',
  });
}
