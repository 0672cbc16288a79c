import { unsnappy, varint } from './snappy';

/** The last bytes of a table file. Source: LevelDB, doc/table_format.md. */
const tableMagic = Buffer.from('57fb808b247547db', 'hex');
const footerBytes = 48;

export const isLevelTable = (bytes: Buffer) =>
  bytes.length >= footerBytes && bytes.subarray(-tableMagic.length).equals(tableMagic);

/**
 * Returns the keys and values of a table file. Its blocks are compressed, and each key is stored only as far as it differs
 * from the one before it, so that neither can be found in the file's own bytes.
 */
export function levelTableParts(file: Buffer): Buffer[] {
  const footer = file.length - footerBytes;
  const [, afterOffset] = varint(file, footer);
  const [, indexAt] = varint(file, afterOffset);
  const [indexOffset, indexSizeAt] = varint(file, indexAt);
  const [indexSize] = varint(file, indexSizeAt);
  const index = entriesOf(blockAt(file, indexOffset, indexSize));
  const blocks = index.map(([, handle]) => {
    const [offset, sizeAt] = varint(handle, 0);
    return blockAt(file, offset, varint(handle, sizeAt)[0]);
  });
  return [...index.map(([key]) => key), ...blocks.flatMap((block) => entriesOf(block).flat())];
}

/** A block's type follows its bytes: 1 for Snappy. */
function blockAt(file: Buffer, offset: number, size: number): Buffer {
  const block = file.subarray(offset, offset + size);
  return file[offset + size] === 1 ? unsnappy(block) : block;
}

function entriesOf(block: Buffer): [key: Buffer, value: Buffer][] {
  const restarts = block.readUInt32LE(block.length - 4);
  const end = block.length - 4 * (restarts + 1);
  const entries: [Buffer, Buffer][] = [];
  let key: Buffer = Buffer.alloc(0);
  for (let at = 0; at < end; ) {
    const [shared, afterShared] = varint(block, at);
    const [own, afterOwn] = varint(block, afterShared);
    const [size, keyAt] = varint(block, afterOwn);
    key = Buffer.concat([key.subarray(0, shared), block.subarray(keyAt, keyAt + own)]);
    at = keyAt + own + size;
    entries.push([key, block.subarray(keyAt + own, at)]);
  }
  return entries;
}

/** Source: LevelDB, doc/log_format.md. */
const logBlockBytes = 32_768;
const logHeaderBytes = 7;

/** Returns the records of a log or of a list of files, which are divided at the ends of blocks. */
export function levelLogRecords(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let pieces: Buffer[] = [];
  for (let at = 0; at + logHeaderBytes <= file.length; ) {
    const left = logBlockBytes - (at % logBlockBytes);
    const size = file.readUInt16LE(at + 4);
    const type = file[at + 6] ?? 0;
    // The end of a block without room for a header, or bytes that were never written.
    if (left < logHeaderBytes || type === 0) {
      at += left;
      continue;
    }
    const [isFirst, isLast] = [type === 1 || type === 2, type === 1 || type === 4];
    if (isFirst) pieces = [];
    pieces.push(file.subarray(at + logHeaderBytes, at + logHeaderBytes + size));
    if (isLast) records.push(Buffer.concat(pieces));
    at += logHeaderBytes + size;
  }
  // A killed process leaves one.
  return [...records, Buffer.concat(pieces)];
}
