import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const { dubMemory } = require('../../../../bench/dub.mjs') as {
  dubMemory(
    bundle: string,
    seconds: number,
  ): Promise<{ kilobytes: number; wavBytes: number; report: { cues: number } }>;
};

const folder = mkdtempSync(join(tmpdir(), 'dub-'));
const outfile = join(folder, 'index.js');

beforeAll(() =>
  build({
    entryPoints: ['lambda/speech/dub/dub.lambda.ts'],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    outfile,
    logLevel: 'error',
  }),
);
afterAll(() => rmSync(folder, { recursive: true }));

test('a film of half an hour is dubbed in the memory of one minute’s, within 10 %', async () => {
  const short = await dubMemory(outfile, 60);
  const long = await dubMemory(outfile, 1800);
  expect([short.wavBytes, long.wavBytes]).toEqual([44 + 60 * 32_000, 44 + 1800 * 32_000]);
  expect(long.report.cues).toBe(450);
  expect(long.kilobytes / short.kilobytes).toBeLessThan(1.1);
});
