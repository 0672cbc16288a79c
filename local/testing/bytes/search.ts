import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { openDuckDb } from '../../engines/query/duckdb';
import { literal } from '../../engines/query/hive-type';
import { formsOf } from './forms';
import { isLevelTable, levelLogRecords, levelTableParts } from './level-files';
import { isZip, zipParts } from './zip';

export interface Finding {
  /** The path below the folder that was searched. */
  readonly file: string;
  readonly needle: string;
  /** Where and how it was found, such as `text`, `base64` or `gzip, text`. */
  readonly form: string;
}

/** How many packings are undone, one within the other. */
const maxDepth = 4;

/**
 * Returns the files below a folder that contain one of the needles, in their bytes or in their names: as text, base64,
 * UTF-16, hexadecimal or percent-encoded, also inside of gzip and zip, and of the files of LevelDB and Parquet. The runtime
 * of the folder must have stopped.
 */
export async function searchBytes(folder: string, needles: readonly string[]): Promise<Finding[]> {
  const wanted = needles.map((needle) => ({ needle, forms: formsOf(needle) }));
  const findings: Finding[] = [];
  const look = (file: string, bytes: Buffer, path: readonly string[]) => {
    for (const { needle, forms } of wanted) {
      const found = forms.find(([, form]) => bytes.includes(form));
      if (found) findings.push({ file, needle, form: [...path, found[0]].join(', ') });
    }
  };
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  for (const name of names) {
    look(name, Buffer.from(basename(name)), ['name']);
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    look(name, bytes, []);
    await unpack(path, bytes, (part, packing) => look(name, part, packing));
  }
  // One text is often in several parts of a file.
  const texts = new Set<string>();
  return findings.filter((one) => !texts.has(JSON.stringify(one)) && texts.add(JSON.stringify(one)));
}

type Visit = (part: Buffer, packing: readonly string[]) => void;

async function unpack(path: string, bytes: Buffer, visit: Visit): Promise<void> {
  if (isParquet(bytes)) visit(await parquetValues(path), ['Parquet']);
  else for (const [packing, parts] of layers(path, bytes)) for (const part of parts) nested(part, [packing], visit);
}

function nested(bytes: Buffer, packing: readonly string[], visit: Visit): void {
  visit(bytes, packing);
  if (packing.length >= maxDepth) return;
  for (const [inner, parts] of layers('', bytes)) for (const part of parts) nested(part, [...packing, inner], visit);
}

function layers(path: string, bytes: Buffer): [packing: string, parts: Buffer[]][] {
  if (bytes.length > 18 && bytes.readUInt16BE(0) === 0x1f8b) return tried('gzip', () => [gunzipped(bytes)]);
  if (isZip(bytes)) return tried('zip', () => zipParts(bytes));
  if (isLevelTable(bytes)) return [['LevelDB', levelTableParts(bytes)]];
  const isLevelLog = /^(?:\d+\.log|MANIFEST-\d+)$/.test(basename(path)) && existsSync(join(dirname(path), 'CURRENT'));
  return isLevelLog ? [['LevelDB', levelLogRecords(bytes)]] : [];
}

/** Other files may begin with the same bytes. */
function tried(packing: string, parts: () => Buffer[]): [string, Buffer[]][] {
  try {
    return [[packing, parts()]];
  } catch {
    return [];
  }
}

/** A killed process may have left a file without its end. */
const gunzipped = (bytes: Buffer) => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });

const parquetMagic = Buffer.from('PAR1');

const isParquet = (bytes: Buffer) =>
  bytes.length > 12 && bytes.subarray(0, 4).equals(parquetMagic) && bytes.subarray(-4).equals(parquetMagic);

function parquetValues(path: string): Promise<Buffer> {
  return openDuckDb(async ({ connection, seal }) => {
    await seal([path]);
    const query = `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(${literal(path)})`;
    const rows = (await connection.runAndReadAll(query)).getRows();
    return Buffer.from(rows.map((row) => row.join('\n')).join('\n'));
  });
}
