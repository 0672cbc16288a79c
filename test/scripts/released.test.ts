import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function released(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/released.mjs', ...args], {
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}`.trim() };
}

test.each([[[]], [['prod']], [['--nonsense', 'prod=cdk.out']]])('%j is answered with the usage', (args) => {
  expect(released(...args)).toEqual({ status: 2, output: 'usage: node scripts/released.mjs STAGE=FOLDER… [--write]' });
});

test('a folder without an assembly is one clear line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'omnistream-released-'));
  expect(released(`nowhere=${folder}`)).toEqual({
    status: 1,
    output: `${folder} contains no cloud assembly. Run 'npx cdk synth' first.`,
  });
});

test('a stage that was not released has nothing to be compared with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'omnistream-released-'));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: {} }));
  expect(released(`nowhere=${folder}`)).toEqual({
    status: 0,
    output: 'nowhere: not released yet, nothing to compare with',
  });
});
