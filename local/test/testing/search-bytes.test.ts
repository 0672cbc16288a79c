import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { create } from 'dynalite/db';
import { parseHiveType } from '../../engines/query/hive-type';
import { writeParquet } from '../../engines/query/parquet';
import { searchBytes } from '../../testing/bytes/search';

const needle = 'ann.lee+films@example.com';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytes-'));
});

const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(folder, name), bytes);
const found = async (...needles: string[]) =>
  (await searchBytes(folder, needles.length ? needles : [needle])).map(({ file, form }) => `${file}: ${form}`);
const noise = (length: number) => Array.from({ length }, (_, one) => `line ${one * 7919}`).join(' ');

/** An archive with one file. Source: PKWARE's APPNOTE.TXT, 4.3.6. */
function zip(name: string, content: string, method: 0 | 8): Buffer {
  const data = method === 8 ? deflateRawSync(content) : Buffer.from(content);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(data.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  const head = Buffer.from([20, 0, 0, 0, method, 0, 0, 0, 0, 0]);
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), head, sizes, lengths, Buffer.from(name), data]);
  const rest = Buffer.concat([lengths, Buffer.alloc(14)]);
  const entry = Buffer.concat([
    Buffer.from('504b0102', 'hex'),
    Buffer.from([20, 0]),
    head,
    sizes,
    rest,
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

test('a folder without the text has no finding', async () => {
  write('a.txt', 'ben@example.com');
  write('b.gz', gzipSync(noise(500)));
  write('cut.gz', Buffer.from('1f8b08000000000000030000000000000000000000', 'hex'));
  write('cut.zip', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(40), Buffer.from('504b0102', 'hex')]));
  await expect(found()).resolves.toEqual([]);
});

test.each<[string, string | Uint8Array, string]>([
  ['text', `{"email":"${needle}"}`, 'text'],
  ['base64 at the beginning', Buffer.from(`${needle}, and more`).toString('base64'), 'base64'],
  ['base64 at the second position', Buffer.from(`"${needle}"`).toString('base64'), 'base64'],
  ['base64 at the third position', Buffer.from(`{"${needle}"}`).toString('base64'), 'base64'],
  ['base64 for addresses', Buffer.from(`??${needle}??`).toString('base64url'), 'base64'],
  ['UTF-16 with the lower byte first', Buffer.from(`x${needle}`, 'utf16le'), 'UTF-16'],
  ['UTF-16 with the higher byte first', Buffer.from(needle, 'utf16le').swap16(), 'UTF-16'],
  ['hexadecimal', Buffer.from(needle).toString('hex'), 'hexadecimal'],
  ['percent encoding', `https://example.com/?email=${encodeURIComponent(needle)}`, 'percent encoding'],
  ['gzip', gzipSync(noise(500) + needle + noise(500)), 'gzip, text'],
  ['gzip without its end', gzipSync(needle + noise(5000)).subarray(0, 2000), 'gzip, text'],
  ['base64 in gzip in gzip', gzipSync(gzipSync(Buffer.from(needle).toString('base64'))), 'gzip, gzip, base64'],
  ['an archive', zip('a.txt', noise(50) + needle, 8), 'zip, text'],
])('finds %s', async (_, bytes, form) => {
  write('file', bytes);
  await expect(found()).resolves.toEqual([`file: ${form}`]);
});

test('finds what an archive has stored as it is, as a part of the archive too', async () => {
  write('file', zip('a.txt', needle, 0));
  await expect(found()).resolves.toEqual(['file: text', 'file: zip, text']);
});

test('finds names of files and folders, and each of several texts', async () => {
  mkdirSync(join(folder, 'user-4711'));
  write('user-4711/a.txt', 'ben');
  await expect(found('4711', 'ben', 'ann')).resolves.toEqual(['user-4711: name, text', 'user-4711/a.txt: text']);
});

test('refuses a text that is too short to mean anything', async () => {
  await expect(found('ab')).rejects.toThrow("'ab' is too short");
});

test('finds values of Parquet, whose pages are compressed', async () => {
  const rows = Array.from({ length: 3000 }, (_, row) => ({ user: row === 1500 ? needle : `user ${row % 50}`, row }));
  const [json, parquet] = [join(folder, 'rows.json'), join(folder, 'rows.parquet')];
  writeFileSync(json, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const columns = ['user', 'row'].map((name) => ({ name, type: parseHiveType('string') }));
  await writeParquet(columns, [{ json, parquet }]);
  writeFileSync(json, '');
  await expect(found()).resolves.toContain('rows.parquet: Parquet, text');
});

describe('in LevelDB', () => {
  const open = async () => {
    const { db } = create({ path: join(folder, 'level') });
    await db.open();
    return db;
  };
  const kindsOf = async (...needles: string[]) =>
    [
      ...new Set((await found(...needles)).map((text) => text.replace(/^level\/(?:\d+(?=\.)|(MANIFEST)-\d+)/, '$1'))),
    ].sort();

  test('finds values of compressed blocks', async () => {
    const db = await open();
    const entries = Array.from({ length: 2000 }, (_, one) => ({
      ...{ type: 'put' as const, key: `key ${String(one).padStart(5, '0')}` },
      value: { first: 'the same text in each value', mail: one === 1234 ? needle : `user-${one}@example.com` },
    }));
    await db.batch(entries);
    await db.compactRange('', '~');
    await db.close();
    await expect(kindsOf()).resolves.toEqual(['.ldb: LevelDB, text']);
    // Its beginning is the same as in the values before it, so that the file's own bytes do not have it.
    const [table = ''] = readdirSync(join(folder, 'level')).filter((name) => name.endsWith('.ldb'));
    expect(readFileSync(join(folder, 'level', table)).includes('user-1777@example.com')).toBe(false);
    await expect(kindsOf('user-1777@example.com')).resolves.toEqual(['.ldb: LevelDB, text']);
  });

  test('finds keys that are stored as differences from the keys before them', async () => {
    const db = await open();
    const ids = ['4f1c-1000', '4f1c-1001', '4f1c-1002', '4f1c-1003'];
    await db.batch(ids.map((id) => ({ type: 'put' as const, key: `item~${id}`, value: 1 })));
    await db.compactRange('', '~');
    await db.close();
    await expect(kindsOf('4f1c-1002')).resolves.toEqual(['.ldb: LevelDB, text']);
  });

  test('finds values that a log has divided between two blocks', async () => {
    const db = await open();
    const before = 'x'.repeat(32_768 - 60);
    await db.batch([{ type: 'put', key: 'key', value: `${before}${needle.repeat(3)}` }]);
    await db.close();
    await expect(kindsOf(needle.repeat(3))).resolves.toEqual(['.log: LevelDB, text']);
  });

  test('finds keys in the list of files after their values are gone', async () => {
    const db = await open();
    await db.batch([{ type: 'put', key: 'user-4711', value: 1 }]);
    await db.compactRange('', '~');
    await db.batch([{ type: 'del', key: 'user-4711' }]);
    await db.compactRange('', '~');
    await db.close();
    await expect(kindsOf('user-4711')).resolves.toContain('MANIFEST: LevelDB, text');
  });
});
