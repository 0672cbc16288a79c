import type { Sum } from './line';

/** `1,234.50`, and more digits for what is less than a cent. */
export function usd(amount: number): string {
  const digits = amount !== 0 && Math.abs(amount) < 0.01 ? 6 : 2;
  return amount.toLocaleString('en-US', { minimumFractionDigits: Math.min(2, digits), maximumFractionDigits: digits });
}

/** A sum, marked where it leaves out what has no known price; `unknown` where it consists of nothing else. */
export function sumText({ usd: amount, unknown }: Sum): string {
  if (unknown.length === 0) return usd(amount);
  return amount === 0 ? 'unknown' : `${usd(amount)} + unknown`;
}
