import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrivate } from '../../kernel/private-files';
import { FileStore } from '../../kernel/store';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('a data folder that others could read is for its owner only, with all that it holds', () => {
  const home = mkdtempSync(join(tmpdir(), 'private-'));
  const outside = join(mkdtempSync(join(tmpdir(), 'outside-')), 'film.mp4');
  writeFileSync(outside, '');
  chmodSync(outside, 0o644);
  mkdirSync(join(home, 'data/kms'), { recursive: true });
  writeFileSync(join(home, 'data/kms/key.json'), '{}');
  for (const path of ['', 'data', 'data/kms']) chmodSync(join(home, path), 0o755);
  chmodSync(join(home, 'data/kms/key.json'), 0o664);
  symlinkSync(outside, join(home, 'data/film.mp4'));
  makePrivate(home);
  expect(['', 'data', 'data/kms', 'data/kms/key.json'].map((path) => modeOf(join(home, path)))).toEqual([
    ...['700', '700', '700', '600'],
  ]);
  expect(modeOf(outside)).toBe('644');
});

test('records are written for their owner only', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'records-')), 'users');
  new FileStore(folder).put('ann', { password: 'verifier' });
  expect([modeOf(folder), ...readdirSync(folder).map((file) => modeOf(join(folder, file)))]).toEqual(['700', '600']);
});
