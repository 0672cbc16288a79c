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

/** The function has 512 MB. What Polly's client keeps of its calls ends at about half of it, before the film is an hour long. */
const mostKilobytes = 0.6 * 512 * 1024;

test('a film of two hours is dubbed in less than two thirds of the function’s memory', async () => {
  const { wavBytes, report, kilobytes } = await dubMemory(outfile, 7200);
  expect(wavBytes).toBe(44 + 7200 * 32_000);
  expect(report.cues).toBe(1800);
  expect(kilobytes).toBeLessThan(mostKilobytes);
});
