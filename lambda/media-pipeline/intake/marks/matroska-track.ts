import type { BoundedReader } from './bounded-reader';
import { toInteger } from './bytes';
import { type Element, elements } from './ebml';
import { decodeText, MAX_TEXT_BYTES } from './texts';
import type { ContainerTrack, Kind, Role } from './track-marks';

/** Children of a `TrackEntry`: RFC 9559, section 5.1.4.1. */
const ID = {
  type: 0x83,
  flagDefault: 0x88,
  name: 0x536e,
  language: 0x22b59c,
  languageBcp47: 0x22b59d,
} as const;

const KINDS: Readonly<Record<number, Kind>> = { 1: 'picture', 2: 'sound', 17: 'captions' };

/** RFC 9559, section 5.1.4.1. A commentary may be made for the hearing impaired, too: the first wins. */
const ROLE_FLAGS: readonly (readonly [number, Role])[] = [
  [0x55af, 'commentary'],
  [0x55ac, 'descriptive'],
  [0x55ad, 'descriptive'],
  [0x55ab, 'hearing-impaired'],
];

const READ_IDS: ReadonlySet<number> = new Set([...Object.values(ID), ...ROLE_FLAGS.map(([id]) => id)]);

export async function trackOf(reader: BoundedReader, entry: Element): Promise<ContainerTrack> {
  const values = new Map<number, Uint8Array>();
  for await (const { id, start, end } of elements(reader, entry.start, entry.end)) {
    if (!READ_IDS.has(id)) continue;
    const value = await reader.bytes(start, Math.min(end - start, MAX_TEXT_BYTES));
    if (value) values.set(id, value);
  }
  const integer = (id: number, missing: number) => {
    const value = values.get(id);
    // An element without data has its default value (RFC 8794).
    return value?.length ? toInteger(value) : missing;
  };
  const text = (id: number) => decodeText(values.get(id) ?? new Uint8Array());
  return {
    kind: KINDS[integer(ID.type, 0)] ?? 'data',
    ...(values.has(ID.flagDefault) && { isDefault: integer(ID.flagDefault, 1) !== 0 }),
    role: ROLE_FLAGS.find(([id]) => integer(id, 0) === 1)?.[1],
    title: text(ID.name),
    // The element's default is "eng", which writers without any knowledge of the language leave in place.
    language: text(ID.languageBcp47) || text(ID.language),
  };
}

/** `FlagDefault` is 1 where it is absent. A file without a single one does not mark anything. */
export function withDefaults(tracks: readonly ContainerTrack[]): ContainerTrack[] {
  if (tracks.every(({ isDefault }) => isDefault === undefined)) return [...tracks];
  return tracks.map((track) => ({ ...track, isDefault: track.isDefault ?? true }));
}
