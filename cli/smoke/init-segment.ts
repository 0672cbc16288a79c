/** The major and the compatible brands of an init segment (ISO/IEC 14496-12, `ftyp`). Throws where there are none. */
export function brandsOf(bytes: Uint8Array): string[] {
  const view = Buffer.from(bytes);
  if (view.length < 16 || view.toString('latin1', 4, 8) !== 'ftyp') throw new Error('the init segment has no ftyp box');
  const end = Math.min(view.readUInt32BE(0), view.length);
  const brands = [view.toString('latin1', 8, 12)];
  // After the major brand come four bytes of its version.
  for (let at = 16; at + 4 <= end; at += 4) brands.push(view.toString('latin1', at, at + 4));
  return [...new Set(brands)];
}
