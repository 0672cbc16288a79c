import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHiveType } from '../../../engines/query/hive-type';
import { writeParquet } from '../../../engines/query/parquet';
import { conformRecord, UnfitRecordError } from '../../../services/firehose/conform';
import cases from '../../cases/firehose-conform.json';

const reader = { caseInsensitive: true, dotsToUnderscores: false, mappings: {} };

describe('a value', () => {
  test.each(cases)('$name', ({ input, expected }) => {
    const columns = [{ name: 'x', type: parseHiveType(input.type) }];
    const conform = () => conformRecord({ X: input.value as never }, columns, reader);
    if (expected === 'unfit') expect(conform).toThrow(UnfitRecordError);
    else expect(conform().x).toEqual(expected);
  });

  test('of any type that conforms is written', async () => {
    const good = cases.filter(({ expected }) => expected !== 'unfit');
    const columns = good.map(({ input }, index) => ({ name: `c${index}`, type: parseHiveType(input.type) }));
    const record = Object.fromEntries(good.map(({ input }, index) => [`c${index}`, input.value as never]));
    const folder = mkdtempSync(join(tmpdir(), 'conform-'));
    const [json, parquet] = [join(folder, 'a.json'), join(folder, 'a.parquet')];
    writeFileSync(json, JSON.stringify(conformRecord(record, columns, reader)));
    await expect(writeParquet(columns, [{ json, parquet }])).resolves.toBeUndefined();
  });
});

test('names of members follow the reader', () => {
  const columns = ['a_b', 'c', 'class'].map((name) => ({ name, type: parseHiveType('string') }));
  const record = { 'A.b': '1', C: '2', klass: '3' };
  const lenient = { caseInsensitive: true, dotsToUnderscores: true, mappings: { class: 'klass' } };
  expect(conformRecord(record, columns, lenient)).toEqual({ a_b: '1', c: '2', class: '3' });
  expect(conformRecord(record, columns, { ...reader, caseInsensitive: false })).toEqual({});
});
