import { deflateSync, gzipSync } from 'node:zlib';
import { join, le16, le32, noise, u8, u16, u32 } from './bytes';

const chunk = (type: string, ...parts: readonly (Buffer | string)[]) => {
  const body = join(...parts);
  return join(type, le32(body.length), body, Buffer.alloc(body.length % 2));
};

/** PNG's checks (CRC) are zero: readers of headers do not look at them. */
const pngChunk = (type: string, body: Buffer) => join(u32(body.length), type, body, u32(0));

/** A picture of 4 gigapixels in a few kilobytes, with a colour profile of 64 MB. */
export const png = join(
  Buffer.from('89504e470d0a1a0a', 'hex'),
  pngChunk('IHDR', join(u32(65535, 65535), u8(8, 2, 0, 0, 0))),
  pngChunk('iCCP', join('x\0\0', deflateSync(Buffer.alloc(64 << 20), { level: 9 }))),
  pngChunk('IDAT', deflateSync(Buffer.alloc(1 << 20), { level: 9 })),
  pngChunk('IEND', Buffer.alloc(0)),
);

export const jpeg = join(
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.from('ffc0001108ffffffff03012200021101031101', 'hex'),
  Buffer.from('ffda000c03010002110311003f00', 'hex'),
  noise(256),
);

/** Ten thousand pictures of 4 gigapixels each. */
export const gif = join(
  'GIF89a',
  le16(65535, 65535),
  u8(0xf7, 0, 0),
  Buffer.alloc(768),
  ...Array.from({ length: 10_000 }, () => join(u8(0x2c), le16(0, 0, 65535, 65535), u8(0, 8, 4), noise(4), u8(0))),
  u8(0x3b),
);

/** An index of indexes whose only entry is itself, twice. */
export function avi(codec = 'MJPG', width = 320, height = 180): Buffer {
  const stream = chunk('strh', 'vids', codec, Buffer.alloc(12), le32(1, 24, 0, 0x7fffffff), Buffer.alloc(20));
  const form = chunk('strf', le32(40, width, height), le16(1, 24), codec, Buffer.alloc(20));
  const before = 12 + 12 + 64 + 12 + stream.length + form.length;
  const indexes = chunk(
    'indx',
    le16(4),
    u8(0, 0),
    le32(2),
    '00dc',
    Buffer.alloc(12),
    ...[0, 1].map(() => join(le32(before, 0), le32(64, 1))),
  );
  const header = chunk('avih', le32(41_666, 0, 0, 0x10, 0x7fffffff, 0, 1, 0, width, height), Buffer.alloc(16));
  const lists = chunk('LIST', 'hdrl', header, chunk('LIST', 'strl', stream, form, indexes));
  const frames = chunk('LIST', 'movi', chunk('00dc', jpeg));
  const old = chunk('idx1', ...Array.from({ length: 5000 }, () => join('00dc', le32(0x10, 4, jpeg.length))));
  return chunk('RIFF', 'AVI ', lists, frames, old);
}

/** Sound of four gigabytes by its header, with one kilobyte of data. */
export const wav = join(
  'RIFF',
  le32(0xffffffff),
  'WAVE',
  chunk('fmt ', le16(1, 2), le32(48_000, 192_000), le16(4, 16)),
  'data',
  le32(0xfffffff0),
  noise(1024),
);

/** 2^36 − 1 samples by its header, and a table of seek points of 16 MB without its data. */
export const flac = join(
  'fLaC',
  u8(0, 0, 0, 34),
  u16(4096, 4096),
  Buffer.alloc(6),
  Buffer.from('0bb802ffffffffff', 'hex'),
  Buffer.alloc(16),
  u8(0x83, 0xff, 0xff, 0xff),
  noise(4096),
);

/** Pages with a granule position of 2^63 − 1, and lengths that do not fit. */
export const ogg = join(
  ...Array.from({ length: 1000 }, (_, page) =>
    join(
      'OggS',
      u8(0, page === 0 ? 2 : 0),
      Buffer.from('ffffffffffffff7f', 'hex'),
      le32(1, page, 0),
      u8(255),
      Buffer.alloc(255, 255),
      page === 0 ? join(u8(1), 'vorbis', le32(0), u8(2), le32(48_000, 0, 0, 0), u8(0xb8, 1)) : noise(100),
    ),
  ),
);

/** A thousand tags of ID3v2, each with a comment that announces 256 MB, before a frame of MP3. */
export const id3 = join(
  ...Array.from({ length: 1000 }, () =>
    join('ID3', u8(4, 0, 0), u8(0, 0, 1, 0), 'COMM', u8(0x7f, 0x7f, 0x7f, 0x7f), u16(0), Buffer.alloc(118)),
  ),
  Buffer.from('fffb9064', 'hex'),
  Buffer.alloc(413),
);

/** Packets of program tables that contradict each other: each one describes other programs and streams. */
export function transportStream(): Buffer {
  const packet = (pid: number, counter: number, section: Buffer) => {
    const head = join(u8(0x47), u16(0x4000 | pid), u8(0x10 | (counter & 15), 0));
    return join(head, section, Buffer.alloc(188 - head.length - section.length, 0xff));
  };
  const section = (table: number, id: number, body: Buffer) =>
    join(u8(table), u16(0xb000 | (body.length + 9)), u16(id), u8(0xc1, 0, 0), body, u32(0));
  return join(
    ...Array.from({ length: 5000 }, (_, index) => {
      const pid = 0x100 + (index % 0x1e00);
      const programs = join(...Array.from({ length: 30 }, (_, one) => u16(one + index, 0xe000 | pid)));
      const streams = join(
        ...Array.from({ length: 20 }, (_, one) => join(u8(0x1b), u16(0xe000 | (pid + one), 0xf000))),
      );
      return join(
        packet(0, index, section(0, index & 0xffff, programs)),
        packet(pid, index, section(2, index & 0xffff, join(u16(0xe000 | pid, 0xf000), streams))),
      );
    }),
  );
}

/** A partition that announces an index of 2^62 bytes, and refers to itself as the one before. */
export const mxf = join(
  Buffer.from('060e2b34020501010d01020101020400', 'hex'),
  u8(0x83),
  u8(0, 0, 0x78),
  u16(1, 2),
  u32(1),
  ...Array.from({ length: 6 }, () => Buffer.from('3fffffffffffffff', 'hex')),
  Buffer.alloc(40),
  noise(512),
);

export const y4m = `YUV4MPEG2 W65535 H65535 F60000:1 Ip A1:1 C444p16\nFRAME\n${'x'.repeat(1000)}`;
export const zip = join('PK\x03\x04', le16(20, 0, 8, 0, 0), le32(0, 100, 1000), le16(5, 0), 'a.mp4', noise(100));
export const elf = join(u8(0x7f), 'ELF', u8(2, 1, 1, 0), Buffer.alloc(8), le16(2, 62), le32(1), noise(200));
export const compressed = (film: Buffer) => gzipSync(film);
export const srt = '1\n00:00:00,000 --> 99:59:59,999\nTo be, or not to be\n\n'.repeat(100);
export const ass = '[Script Info]\nScriptType: v4.00+\n\n[Events]\nDialogue: 0,0:00:00.00,9:59:59.99,,,,,,,x\n'.repeat(
  50,
);
export const vtt = 'WEBVTT\n\n00:00.000 --> 59:59.999\nTo be, or not to be\n\n'.repeat(100);
export const ansi = `${'\x1b[31mTo be\x1b[0m, \x1b[2J or not to be\r\n'.repeat(200)}\x1aSAUCE00`;
