import type { Sum } from './line';

/** `1,234.50`, with more digits for amounts below a cent. */
export function usd(amount: number): string {
  const digits = amount !== 0 && Math.abs(amount) < 0.01 ? 6 : 2;
  return amount.toLocaleString('en-US', { minimumFractionDigits: Math.min(2, digits), maximumFractionDigits: digits });
}

/** A sum, with `+ unknown` if it leaves out items without a known price; `unknown` if it has only such items. */
export function sumText({ usd: amount, unknown }: Sum): string {
  if (unknown.length === 0) return usd(amount);
  return amount === 0 ? 'unknown' : `${usd(amount)} + unknown`;
}
