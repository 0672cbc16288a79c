import { join, u8, u16 } from './bytes';

/** An element of EBML (RFC 8794) with a size of eight bytes. */
function element(id: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = join(...parts);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length));
  size[0] = 1;
  return join(Buffer.from(id, 'hex'), size, body);
}

const unknownSize = Buffer.from('01ffffffffffffff', 'hex');
const header = element('1a45dfa3', element('4282', 'matroska'), element('4287', u8(4)), element('4285', u8(2)));
const track = element(
  '1654ae6b',
  element(
    'ae',
    element('d7', u8(1)),
    element('73c5', u8(1)),
    element('83', u8(1)),
    element('86', 'V_MJPEG'),
    element('e0', element('b0', u16(320)), element('ba', u16(180))),
  ),
);
const block = element('a3', u8(0x81), u16(0), u8(0x80), Buffer.alloc(64, 0x11));

/** A segment that names the files of the segments before and after it. */
export function linked(path: string): Buffer {
  const uid = Buffer.alloc(16, 7);
  const info = element(
    '1549a966',
    element('2ad7b1', Buffer.from('0f4240', 'hex')),
    element('73a4', uid),
    element('3cb923', uid),
    element('3c83ab', path),
    element('3eb923', uid),
    element('3e83bb', path),
  );
  return join(header, element('18538067', info, track, element('1f43b675', element('e7', u8(0)), block)));
}

/** A hundred thousand empty elements. */
export const voids = join(header, element('18538067', Buffer.alloc(900_000, element('ec')), track));

/** Twenty thousand clusters of unknown size, each within the one before for a reader that nests them. */
export const unknownClusters = join(
  header,
  join(Buffer.from('18538067', 'hex'), unknownSize),
  track,
  ...Array.from({ length: 20_000 }, () => join(Buffer.from('1f43b675', 'hex'), unknownSize, element('e7', u8(0)))),
  block,
);

/** A codec's private data of 64 petabytes. */
export const hugeElement = join(
  header,
  join(Buffer.from('18538067', 'hex'), unknownSize),
  join(Buffer.from('1654ae6b', 'hex'), unknownSize, Buffer.from('ae', 'hex'), unknownSize),
  join(Buffer.from('63a2', 'hex'), Buffer.from('01fffffffffffffe', 'hex'), Buffer.alloc(1024)),
);
