import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Model } from './ease';

/** Writes a model atomically: its items as a line of JSON, padded to four bytes, then its weights. */
export function writeModel(path: string, { items, weights }: Model): void {
  const head = Buffer.from(JSON.stringify(items));
  const padding = ' '.repeat(3 - (head.length % 4));
  writeFileSync(`${path}.new`, Buffer.concat([head, Buffer.from(`${padding}\n`), Buffer.from(weights.buffer)]));
  renameSync(`${path}.new`, path);
}

/** Returns `undefined` if the file does not exist or cannot be read. */
export function readModel(path: string): Model | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const end = bytes.indexOf('\n') + 1;
  try {
    const items = JSON.parse(bytes.toString('utf8', 0, end)) as string[];
    const weights = new Float32Array(new Uint8Array(bytes.subarray(end)).buffer);
    return weights.length === items.length ** 2 ? { items, weights } : undefined;
  } catch {
    return undefined;
  }
}
