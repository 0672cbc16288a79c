import { boxAt } from './boxes';

/**
 * The brands of files that meet HLS's requirements for fragmented MP4: `iso6` or higher (RFC 8216, 3.3), and CMAF's, which
 * extend it (ISO/IEC 23000-19).
 */
const hlsBrand = /^(iso[6-9abc]|cmf[a-z\d])$/;

/** The compatible brands of an init segment, as its `ftyp` box lists them. */
export function brandsOf(init: Buffer): string[] {
  const ftyp = boxAt(init, 'ftyp');
  if (!ftyp || ftyp.length < 8) return [];
  const list = [
    ftyp.subarray(0, 4),
    ...Array.from({ length: (ftyp.length - 8) >> 2 }, (_, n) => part(ftyp, 8 + n * 4)),
  ];
  return [...new Set(list.map((brand) => brand.toString('latin1')))];
}

const part = (data: Buffer, at: number) => data.subarray(at, at + 4);

export const isForHls = (init: Buffer): boolean => brandsOf(init).some((brand) => hlsBrand.test(brand));

/** A copy with one more compatible brand. Init segments contain no offsets that would change. */
export function withBrand(init: Buffer, brand: string): Buffer {
  const size = init.readUInt32BE(0);
  if (init.toString('latin1', 4, 8) !== 'ftyp' || size > init.length) throw new SyntaxError('no ftyp box comes first');
  const head = Buffer.concat([init.subarray(0, size), Buffer.from(brand, 'latin1')]);
  head.writeUInt32BE(size + 4, 0);
  return Buffer.concat([head, init.subarray(size)]);
}
