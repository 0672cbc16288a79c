import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesisRequest, SynthesizedStack } from './synthesize';

const folder = process.env.OMNISTREAM_SYNTHESES ?? '';

/**
 * The cloud assembly for the request. The first request of a run makes the run's synthesis process create it. Blocks until
 * the assembly exists. Throws the error of the synthesis.
 */
export function ask(request: SynthesisRequest): { directory: string; stacks: readonly SynthesizedStack[] } {
  const text = JSON.stringify(request);
  const directory = join(folder, createHash('sha256').update(text).digest('hex').slice(0, 16));
  const answer = `${directory}.answer`;
  if (!existsSync(answer)) {
    const part = `${directory}.${process.pid}.part`;
    writeFileSync(part, text);
    renameSync(part, `${directory}.request`);
  }
  const flag = new Int32Array(new SharedArrayBuffer(4));
  // Ten minutes: on a busy machine, others may have asked for much before.
  for (let waits = 0; !existsSync(answer); waits += 1) {
    if (waits > 30_000) throw new Error('the process that synthesizes for tests does not answer');
    Atomics.wait(flag, 0, 0, 20);
  }
  const { error, stacks } = JSON.parse(readFileSync(answer, 'utf8'));
  if (error) throw new Error(error);
  return { directory, stacks };
}
