import { deflateSync } from 'node:zlib';
import { join, u8, u16, u32 } from './bytes';

/** A box of ISO/IEC 14496-12. */
function box(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = join(...parts);
  return join(u32(body.length + 8), type, body);
}

const full = (type: string, ...parts: readonly (Buffer | string)[]) => box(type, u32(0), ...parts);
const identity = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const ftyp = box('ftyp', 'isom', u32(0x200), 'isomavc1');

interface Shape {
  readonly width?: number;
  readonly height?: number;
  readonly timescale?: number;
  readonly duration?: number;
  /** The entries of `dref`. @default the media is in this file */
  readonly reference?: Buffer;
  readonly stts?: Buffer;
  readonly stsz?: Buffer;
  readonly brand?: Buffer;
}

/** A film with one track of Motion JPEG and one sample. */
function film(shape: Shape = {}): Buffer {
  const { width = 320, height = 180, timescale = 1000, duration = 1000 } = shape;
  const sample = Buffer.alloc(256, 0x11);
  const make = (offset: number) => {
    const entry = box(
      'jpeg',
      Buffer.alloc(6),
      u16(1),
      Buffer.alloc(16),
      u16(width, height),
      u32(0x480000, 0x480000, 0),
      u16(1),
      Buffer.alloc(32),
      u16(24, 0xffff),
    );
    const tables = box(
      'stbl',
      full('stsd', u32(1), entry),
      shape.stts ?? full('stts', u32(1, 1, duration)),
      full('stsc', u32(1, 1, 1, 1)),
      shape.stsz ?? full('stsz', u32(0, 1, sample.length)),
      full('stco', u32(1, offset)),
    );
    const reference = shape.reference ?? box('url ', u32(1));
    const media = box(
      'mdia',
      full('mdhd', u32(0, 0, timescale, duration), u16(0x55c4, 0)),
      full('hdlr', u32(0), 'vide', Buffer.alloc(12), '\0'),
      box('minf', box('vmhd', u32(1), Buffer.alloc(8)), box('dinf', full('dref', u32(1), reference)), tables),
    );
    const header = full(
      'tkhd',
      u32(0, 0, 1, 0, duration),
      Buffer.alloc(8),
      u16(0, 0, 0, 0),
      identity,
      u32((width << 16) >>> 0, (height << 16) >>> 0),
    );
    const movie = full(
      'mvhd',
      u32(0, 0, timescale, duration, 0x10000),
      u16(0x100, 0),
      Buffer.alloc(8),
      identity,
      Buffer.alloc(24),
      u32(2),
    );
    return join(ftyp, box('moov', movie, box('trak', header, media)));
  };
  return join(make(make(0).length + 8), box('mdat', sample));
}

/** A track whose media is in another file, by an absolute path: an alias of QuickTime, and the URL of ISO. */
export function withDataReference(path: string): Buffer {
  const volume = Buffer.alloc(28);
  volume[0] = 1;
  volume.write('D', 1);
  const name = Buffer.alloc(64);
  name[0] = 6;
  name.write('canary', 1);
  const record = (kind: number, text: string) => join(u16(kind, text.length), text, Buffer.alloc(text.length % 2));
  const alias = join(
    Buffer.alloc(4),
    u16(150 + 8 + path.length, 2, 0),
    volume,
    Buffer.alloc(12),
    name,
    Buffer.alloc(16),
    u16(1, 1),
    Buffer.alloc(16),
    record(2, path),
    record(18, path),
    record(19, '/'),
    u16(0xffff, 0),
  );
  return film({ reference: box('alis', u32(0), alias) });
}

export const withUrlReference = (url: string) => film({ reference: box('url ', u32(0), `${url}\0`) });

/** Tables that announce four thousand million samples. */
export const hugeTimes = film({ stts: full('stts', u32(0xffffffff, 0xffffffff, 1)) });
export const hugeSampleCount = film({
  stts: full('stts', u32(1, 0xffffffff, 1)),
  stsz: full('stsz', u32(1, 0xffffffff)),
});

export const hugePicture = film({ width: 65535, height: 65535 });
export const negativeDuration = film({ duration: 0x80000001 });
export const noTimescale = film({ timescale: 0 });

/** Boxes within boxes, ten thousand deep. */
export function nested(depth = 10_000): Buffer {
  // From the inside to the outside: each header announces all that is within it.
  const headers = Array.from({ length: depth }, (_, level) =>
    join(u32((depth - level) * 8), level === 0 ? 'moov' : level % 2 ? 'udta' : 'trak'),
  );
  return join(ftyp, ...headers);
}

/** A compressed `moov` of QuickTime: 64 KB of deflated zeros that make 64 MB and announce two gigabytes. */
export function compressedIndex(): Buffer {
  const block = deflateSync(Buffer.alloc(64 << 20), { level: 9 });
  const data = box('cmvd', u32(0x7f000000), block);
  return join(box('ftyp', 'qt  ', u32(0), 'qt  '), box('moov', box('cmov', box('dcom', 'zlib'), data)));
}

export const boxLargerThanFile = join(ftyp, u32(1), 'moov', u8(0x7f), Buffer.alloc(7, 0xff), Buffer.alloc(64));
