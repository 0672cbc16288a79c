import { createHash, randomUUID } from 'node:crypto';
import type { Expression } from 'jsonata';
import type { Json } from './definition';

/** Source: Step Functions developer guide, "JSONata functions provided by Step Functions". */
const maxRangeItems = 1000;
const hashes: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function partition(array: Json[], size: number): Json[][] {
  if (!Number.isInteger(size) || size < 1) throw new Error('the chunk size of $partition must be a positive integer');
  const chunks: Json[][] = [];
  for (let from = 0; from < array.length; from += size) chunks.push(array.slice(from, from + size));
  return chunks;
}

/** A single item is not in an array, as in JSONata's own sequences. */
function range(first: number, last: number, step: number): number | number[] {
  if (step === 0) throw new Error('the step of $range must not be 0');
  const length = Math.floor((last - first) / step) + 1;
  if (length > maxRangeItems) throw new Error(`$range returns at most ${maxRangeItems} items`);
  const items = Array.from({ length: Math.max(length, 0) }, (_, index) => first + index * step);
  return items.length === 1 ? first : items;
}

function hash(data: Json, algorithm: string): string {
  const name = hashes[algorithm];
  if (!name) throw new Error(`$hash supports ${Object.keys(hashes).join(', ')}, not '${algorithm}'`);
  return createHash(name)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
}

/** Returns a number in [0, 1), which is always the same for a seed. */
function random(seed?: number): number {
  if (seed === undefined) return Math.random();
  const digest = createHash('sha256').update(String(seed)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** Adds Step Functions' functions to JSONata, and removes `$eval`, as Step Functions does. */
export function addFunctions(expression: Expression): void {
  expression.registerFunction('partition', partition, '<an:a<a>>');
  expression.registerFunction('range', range, '<nnn:x>');
  expression.registerFunction('hash', hash, '<xs:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction('parse', (text: string) => JSON.parse(text) as Json, '<s:x>');
  expression.assign('eval', undefined);
}
