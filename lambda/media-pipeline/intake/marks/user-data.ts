import type { BoundedReader } from './bounded-reader';
import { type Box, boxes, dataOf } from './boxes';
import { toCode } from './bytes';
import { decodeText, MAX_TEXT_BYTES } from './texts';
import type { ContainerTrack, Role } from './track-marks';

/**
 * Roles of ISO/IEC 23009-1, and kinds of https://html.spec.whatwg.org/multipage/media.html#dom-audiotrack-kind.
 * Captions, unlike subtitles, also describe sounds.
 */
const KIND_ROLES: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  'urn:mpeg:dash:role:2011': { commentary: 'commentary', description: 'descriptive', caption: 'hearing-impaired' },
  'about:html-kind': {
    commentary: 'commentary',
    descriptions: 'descriptive',
    'main-desc': 'descriptive',
    captions: 'hearing-impaired',
  },
};

/** Values of AVMediaCharacteristic, which QuickTime files keep in `tagc`. */
const CHARACTERISTIC_ROLES: readonly (readonly [string, Role])[] = [
  ['public.accessibility.describes-video', 'descriptive'],
  ['public.accessibility.describes-music-and-sound', 'hearing-impaired'],
  ['public.auxiliary-content', 'commentary'],
];

/** Reads the title and the role in the user data of a track. */
export async function readUserData(reader: BoundedReader, udta: Box): Promise<Pick<ContainerTrack, 'title' | 'role'>> {
  const titles = new Map<string, string>();
  const roles = new Set<Role | undefined>();
  for await (const box of boxes(reader, udta.start, udta.end)) {
    if (!['name', 'titl', 'tnam', 'kind', 'tagc'].includes(box.type)) continue;
    const data = await dataOf(reader, box, MAX_TEXT_BYTES);
    if (box.type === 'kind') roles.add(roleOfKind(data));
    else if (box.type === 'tagc') roles.add(roleOfCharacteristic(data));
    else titles.set(box.type, decodeText(box.type === 'name' ? data : data.subarray(TITLE_AT)).trim());
  }
  const title = titles.get('name') || titles.get('titl') || titles.get('tnam');
  // A track with descriptions is auxiliary content, too: the more specific mark wins.
  const role = (['descriptive', 'hearing-impaired', 'commentary'] as const).find((one) => roles.has(one));
  return { ...(title && { title }), ...(role && { role }) };
}

/** `titl` of 3GPP TS 26.244 and `tnam` of QuickTime: 4 bytes, a language of 2 bytes, the text. */
const TITLE_AT = 6;

/** ISO/IEC 14496-12, section 8.10.4: version and flags, then two strings that end with zero. */
function roleOfKind(data: Uint8Array): Role | undefined {
  const [scheme = '', value = ''] = toCode(data.subarray(4)).split('\0');
  const roles = new Map(Object.entries(KIND_ROLES[scheme] ?? {}));
  return roles.get(value);
}

function roleOfCharacteristic(data: Uint8Array): Role | undefined {
  const text = toCode(data);
  return CHARACTERISTIC_ROLES.find(([name]) => text.includes(name))?.[1];
}
