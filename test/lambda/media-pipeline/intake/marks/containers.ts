import { type ReadRange, readMarks, type TrackMarks } from '../../../../../lambda/media-pipeline/intake/marks';

type Part = Uint8Array | string | number;

/** Joins bytes; a string is UTF-8, a number is one byte. */
export function join(...parts: readonly Part[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))));
}

export function integer(value: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length);
  for (let at = length - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return bytes;
}

const shortest = (value: number) => integer(value, Math.max(1, Math.ceil(value.toString(16).length / 2)));

/** An element of EBML with a size of 8 bytes. `size` may be another one than that of its data. */
export function element(id: number, ...parts: readonly Part[]): Uint8Array {
  return join(elementHead(id, join(...parts).length), ...parts);
}

export function elementHead(id: number, size: number): Uint8Array {
  return join(shortest(id), 1, integer(size, 7));
}

/** An element of EBML whose size is unknown. */
export function openElement(id: number, ...parts: readonly Part[]): Uint8Array {
  return join(shortest(id), 0x01, Buffer.alloc(7, 0xff), ...parts);
}

/** Ids of Matroska's elements. */
export const ID = {
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  entry: 0xae,
  type: 0x83,
  isDefault: 0x88,
  name: 0x536e,
  language: 0x22b59c,
  languageBcp47: 0x22b59d,
  hearingImpaired: 0x55ab,
  visualImpaired: 0x55ac,
  textDescriptions: 0x55ad,
  commentary: 0x55af,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  cluster: 0x1f43b675,
  simpleBlock: 0xa3,
  attachments: 0x1941a469,
} as const;

export const ebmlHeader = element(0x1a45dfa3, element(0x4282, 'matroska'));

/** A `TrackEntry` of this type, with these children. */
export function entry(type: number, ...children: readonly Part[]): Uint8Array {
  return element(ID.entry, element(ID.type, type), ...children);
}

export function matroska(...entries: readonly Uint8Array[]): Uint8Array {
  return join(ebmlHeader, element(ID.segment, element(ID.tracks, ...entries)));
}

export function boxHead(type: string, size: number): Uint8Array {
  return join(integer(size, 4), Buffer.from(type, 'latin1'));
}

export function box(type: string, ...parts: readonly Part[]): Uint8Array {
  return join(boxHead(type, 8 + join(...parts).length), ...parts);
}

/** The head of a box with a size of 64 bits. */
export function largeBoxHead(type: string, size: number): Uint8Array {
  return join(boxHead(type, 1), integer(size, 8));
}

export const zeros = (length: number): Uint8Array => new Uint8Array(length);

export interface Trak {
  readonly handler: string;
  readonly id?: number;
  readonly isEnabled?: boolean;
  /** Three letters, or a number as in the file. */
  readonly language?: string | number;
  readonly handlerName?: Uint8Array;
  readonly isQuickTime?: boolean;
  readonly isVersion1?: boolean;
  readonly media?: readonly Uint8Array[];
  readonly userData?: readonly Uint8Array[];
  readonly more?: readonly Uint8Array[];
}

function packedLanguage(letters: string): number {
  return [...letters].reduce((code, letter) => code * 32 + letter.charCodeAt(0) - 0x60, 0);
}

export function trak({ handler, id = 1, isEnabled = true, language = 'und', ...more }: Trak): Uint8Array {
  const code = integer(typeof language === 'number' ? language : packedLanguage(language), 2);
  const versionAndFlags = (flags: number) => join(more.isVersion1 ? 1 : 0, integer(flags, 3));
  const times = zeros(more.isVersion1 ? 16 : 8);
  const scaleAndDuration = zeros(more.isVersion1 ? 12 : 8);
  const name = more.handlerName ?? join('VideoHandler', 0);
  return box(
    'trak',
    box('tkhd', versionAndFlags(isEnabled ? 7 : 6), times, integer(id, 4), zeros(60)),
    ...(more.more ?? []),
    box(
      'mdia',
      box('mdhd', versionAndFlags(0), times, scaleAndDuration, code, zeros(2)),
      ...(more.media ?? []),
      box('hdlr', zeros(4), more.isQuickTime ? 'mhlr' : zeros(4), handler, zeros(12), name),
      box('minf', box('stbl', zeros(64))),
    ),
    ...(more.userData ? [box('udta', ...more.userData)] : []),
  );
}

export const ftyp = box('ftyp', 'isom', zeros(4), 'isom');

export function mp4(...traks: readonly Uint8Array[]): Uint8Array {
  return join(ftyp, box('moov', box('mvhd', zeros(100)), ...traks), box('mdat', zeros(32)));
}

export function kindBox(scheme: string, value: string): Uint8Array {
  return box('kind', zeros(4), scheme, 0, value, 0);
}

/** A file in memory that may be larger than memory: zeros, except where it has parts. Counts what is read. */
export class MediaFile {
  reads = 0;
  bytes = 0;

  constructor(
    private readonly parts: readonly (readonly [offset: number, bytes: Uint8Array])[],
    readonly size = Math.max(...parts.map(([offset, bytes]) => offset + bytes.length)),
  ) {}

  readonly read: ReadRange = async (offset, length) => {
    const range = Buffer.alloc(Math.max(0, Math.min(length, this.size - offset)));
    for (const [start, bytes] of this.parts) {
      const from = Math.max(0, offset - start);
      const to = Math.min(bytes.length, offset + range.length - start);
      if (from < to) range.set(bytes.subarray(from, to), start + from - offset);
    }
    this.reads += 1;
    this.bytes += range.length;
    return range;
  };

  /** The marks, one line per track: `sound 2 default commentary eng "Director"`. */
  async lines(): Promise<string[]> {
    return (await readMarks(this.read, this.size)).map(lineOf);
  }
}

export function linesOf(file: Uint8Array): Promise<string[]> {
  return new MediaFile([[0, file]]).lines();
}

function lineOf({ kind, number, isDefault, role, title, language }: TrackMarks): string {
  const mark = isDefault === undefined ? undefined : isDefault ? 'default' : 'not-default';
  return [kind, number, mark, role, language, title && `"${title}"`].filter((word) => word !== undefined).join(' ');
}
