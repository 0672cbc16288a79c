// Measures `npm start` until it is ready: without a build, and with an existing assembly.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './median.mjs';
import { startPlatform } from './platform.mjs';

const rounds = 3;

export async function benchStart(folder) {
  const cold = [];
  const warm = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const built of ['dist', 'cdk.out']) rmSync(join(folder, built), { recursive: true, force: true });
    cold.push(await timeToReady(folder));
    warm.push(await timeToReady(folder));
  }
  return { cold: median(cold) / 1000, warm: median(warm) / 1000 };
}

async function timeToReady(folder) {
  const platform = await startPlatform(folder, 'npm', ['start', '--silent']);
  await platform.stop();
  return platform.readyAfter;
}
