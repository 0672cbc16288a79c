import { BlockList, isIP } from 'node:net';

type NumericRule = readonly (string | number)[];

const holds: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '=': (value, bound) => value === bound,
  '>=': (value, bound) => value >= bound,
  '>': (value, bound) => value > bound,
};

/** `["<", 10]`, `[">", 0, "<=", 5]`, `["=", 3]` */
export function numericMatches(value: number, rule: NumericRule): boolean {
  for (let index = 0; index + 1 < rule.length; index += 2) {
    if (!holds[String(rule[index])]?.(value, Number(rule[index + 1]))) return false;
  }
  return true;
}

/** `address` is a valid IP address. An address of another family than the block does not match. */
export function cidrMatches(address: string, block: string): boolean {
  const [network = '', bits] = block.split('/');
  if (isIP(address) !== isIP(network)) return false;
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  const blocks = new BlockList();
  blocks.addSubnet(network, Number(bits), family);
  return blocks.check(address, family);
}

/** Splits a pattern at its `*`s into literal texts; `\*` and `\\` are literal. */
function wildcardParts(pattern: string): string[] {
  const parts = [''];
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index] as string;
    if (char === '*') parts.push('');
    else {
      if (char === '\\') index += 1;
      parts.push(`${parts.pop()}${char === '\\' ? pattern[index] : char}`);
    }
  }
  return parts;
}

/** The time is linear in the length of the value for every pattern, because no regular expression is built. */
export function wildcardMatches(value: string, pattern: string): boolean {
  const parts = wildcardParts(pattern);
  const first = parts.shift() as string;
  const last = parts.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts) {
    const at = value.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}
