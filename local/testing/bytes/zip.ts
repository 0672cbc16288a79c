import { inflateRawSync } from 'node:zlib';

/** Source: PKWARE's APPNOTE.TXT, 4.3.7 and 4.3.12. */
const localHeader = 0x04034b50;
const directoryHeader = Buffer.from('504b0102', 'hex');
const deflated = 8;

export const isZip = (bytes: Buffer) => bytes.length > 30 && bytes.readUInt32LE(0) === localHeader;

/** Returns the content of each file in an archive. */
export function zipParts(archive: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = archive.indexOf(directoryHeader); at >= 0; at = archive.indexOf(directoryHeader, at + 4)) {
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const header = archive.readUInt32LE(at + 42);
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const content = archive.subarray(start, start + size);
    parts.push(method === deflated ? inflateRawSync(content) : content);
  }
  return parts;
}
