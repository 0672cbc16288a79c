import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyedLog, LogFile } from '../../../services/personalize/log-file';

const path = () => join(mkdtempSync(join(tmpdir(), 'log-')), 'log.jsonl');

test('a line that a killed process left unfinished is dropped, and what follows it is whole', () => {
  const file = path();
  const log = new LogFile<{ n: number }>(file);
  log.append([{ n: 1 }, { n: 2 }]);
  appendFileSync(file, '{"n":3');
  expect(log.read()).toEqual([{ n: 1 }, { n: 2 }]);
  log.append([{ n: 4 }]);
  expect(new LogFile(file).read()).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }]);
});

test('the newest document of an id is kept, and the log does not grow for ever', () => {
  const file = path();
  const log = new KeyedLog<number>(file);
  for (let value = 0; value < 2500; value++) log.put([{ id: `id-${value % 5}`, value }]);
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(1100);
  const again = new KeyedLog<number>(file);
  expect([...again.all()].sort()).toEqual([0, 1, 2, 3, 4].map((n) => [`id-${n}`, 2495 + n]));
});

test('deleted documents are in no file any more', () => {
  const file = path();
  const log = new KeyedLog<string>(file);
  log.put([
    { id: 'a', value: 'secret' },
    { id: 'b', value: 'open' },
  ]);
  log.delete(new Set(['a']));
  expect(readFileSync(file, 'utf8')).not.toContain('secret');
});
