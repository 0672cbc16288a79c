import { toCode } from './bytes';
import { type Descriptor, registrationOf } from './descriptors';
import type { ContainerTrack, Kind, Role } from './track-marks';

interface ElementaryStream {
  readonly type: number;
  readonly descriptors: readonly Descriptor[];
  /** Whether the program has Blu-ray's own meanings of the private stream types. */
  readonly isBluRay: boolean;
}

/** stream_type: ISO/IEC 13818-1, table 2-34; 0x81 and 0x87 are of ATSC, 0x82 of SCTE 27, 0xea VC-1, 0xd1 Dirac. */
const PICTURE_TYPES: ReadonlySet<number> = new Set([0x01, 0x02, 0x10, 0x1b, 0x24, 0x33, 0xd1, 0xea]);
const SOUND_TYPES: ReadonlySet<number> = new Set([0x03, 0x04, 0x0f, 0x11, 0x1c, 0x81, 0x87, 0x8a]);
const CAPTIONS_TYPES: ReadonlySet<number> = new Set([0x82]);

/** In Blu-ray and AVCHD, 0x80 to 0x86 are linear PCM, Dolby and DTS; 0x90 and 0x92 are subtitles. */
const isBluRaySound = (type: number) => (type >= 0x80 && type <= 0x86) || type === 0xa1 || type === 0xa2;
const isBluRayCaptions = (type: number) => type === 0x90 || type === 0x92;

const PRIVATE_DATA = 0x06;
const LANGUAGE = 0x0a;
const TELETEXT = 0x56;
const SUBTITLING = 0x59;
const EXTENSION = 0x7f;
const SUPPLEMENTARY_AUDIO = 0x06;

/** Descriptors of AC-3, enhanced AC-3, DTS and AAC: ETSI EN 300 468. */
const SOUND_TAGS: ReadonlySet<number> = new Set([0x6a, 0x7a, 0x7b, 0x7c]);
const SOUND_REGISTRATIONS: ReadonlySet<string> = new Set(['AC-3', 'EAC3', 'Opus', 'BSSD', 'DTS1', 'DTS2', 'DTS3']);
const PICTURE_REGISTRATIONS: ReadonlySet<string> = new Set(['HEVC', 'VC-1', 'AV01', 'drac']);

export function elementaryTrack(stream: ElementaryStream): ContainerTrack {
  const kind = kindOf(stream);
  return { kind, ...(kind === 'captions' ? captionsMarks(stream) : soundMarks(stream)) };
}

function kindOf({ type, descriptors, isBluRay }: ElementaryStream): Kind {
  if (PICTURE_TYPES.has(type)) return 'picture';
  if (isBluRay && isBluRayCaptions(type)) return 'captions';
  if (SOUND_TYPES.has(type) || (isBluRay && isBluRaySound(type))) return 'sound';
  if (CAPTIONS_TYPES.has(type)) return 'captions';
  if (type !== PRIVATE_DATA) return 'data';
  const tags = new Set(descriptors.map(({ tag }) => tag));
  const registration = registrationOf(descriptors) ?? '';
  if (tags.has(TELETEXT) || tags.has(SUBTITLING)) return 'captions';
  if ([...SOUND_TAGS].some((tag) => tags.has(tag)) || SOUND_REGISTRATIONS.has(registration)) return 'sound';
  return PICTURE_REGISTRATIONS.has(registration) ? 'picture' : 'data';
}

/** audio_type of the ISO_639_language_descriptor: ISO/IEC 13818-1, table 2-60. */
const AUDIO_TYPE_ROLES: Readonly<Record<number, Role>> = {
  1: 'music-and-effects',
  2: 'hearing-impaired',
  3: 'descriptive',
};

/** editorial_classification: ETSI EN 300 468, section 6.4.11. 0 is the main audio, 3 are subtitles that are spoken. */
const CLASSIFICATION_ROLES: Readonly<Record<number, Role | 'none'>> = {
  0: 'none',
  1: 'descriptive',
  2: 'hearing-impaired',
  3: 'descriptive',
  23: 'none',
};

/** The supplementary audio descriptor wins: main audio may have any audio_type (EN 300 468, annex J.4). */
function soundMarks({ descriptors }: ElementaryStream): Pick<ContainerTrack, 'language' | 'role'> {
  const language = descriptors.find(({ tag }) => tag === LANGUAGE)?.data;
  const supplementary = descriptors.find(
    ({ tag, data }) => tag === EXTENSION && data[0] === SUPPLEMENTARY_AUDIO && data.length > 1,
  )?.data;
  const classified = supplementary && CLASSIFICATION_ROLES[((supplementary[1] ?? 0) >> 2) & 0x1f];
  const role = classified ?? AUDIO_TYPE_ROLES[language?.[3] ?? 0];
  const spoken = (supplementary?.[1] ?? 0) & 1 ? supplementary?.subarray(2, 5) : undefined;
  return {
    language: toCode(language?.subarray(0, 3) ?? spoken ?? new Uint8Array()),
    ...(role && role !== 'none' && { role }),
  };
}

/** ETSI EN 300 468: subtitling_descriptor (entries of 8 bytes) and teletext_descriptor (5 bytes). */
function captionsMarks({ descriptors }: ElementaryStream): Pick<ContainerTrack, 'language' | 'role'> {
  const dataOf = (tag: number) => descriptors.find((one) => one.tag === tag)?.data;
  const subtitling = dataOf(SUBTITLING);
  const teletext = subtitlePage(dataOf(TELETEXT) ?? new Uint8Array());
  const isForHearingImpaired = subtitling
    ? (subtitling[3] ?? 0) >> 4 === HARD_OF_HEARING
    : (teletext?.[3] ?? 0) >> 3 === TELETEXT_HARD_OF_HEARING;
  return {
    language: toCode((subtitling ?? teletext ?? dataOf(LANGUAGE) ?? new Uint8Array()).subarray(0, 3)),
    ...(isForHearingImpaired && { role: 'hearing-impaired' as const }),
  };
}

/** The high half of the component_type of subtitles: EN 300 468, table 26. */
const HARD_OF_HEARING = 2;

/** teletext_type of EN 300 468. The first page of a channel usually does not contain subtitles. */
const TELETEXT_SUBTITLES = 2;
const TELETEXT_HARD_OF_HEARING = 5;

function subtitlePage(teletext: Uint8Array): Uint8Array | undefined {
  const pages: Uint8Array[] = [];
  for (let at = 0; at + 5 <= teletext.length; at += 5) pages.push(teletext.subarray(at, at + 5));
  const types = [TELETEXT_SUBTITLES, TELETEXT_HARD_OF_HEARING];
  return pages.find((page) => types.includes((page[3] ?? 0) >> 3)) ?? pages[0];
}
