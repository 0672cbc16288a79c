/** A reflected CRC whose start value and final inversion are all ones. */
export interface Polynomial {
  readonly reflected: bigint;
  readonly bits: 32 | 64;
}

/** Computes a·b modulo the polynomial; the highest bit stands for x⁰. */
function multiply(a: bigint, b: bigint, { reflected, bits }: Polynomial): bigint {
  let product = 0n;
  let factor = b;
  for (let mask = 1n << BigInt(bits - 1); mask; mask >>= 1n) {
    if (a & mask) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ reflected : factor >> 1n;
  }
  return product;
}

/** Computes x to the power of `exponent`. */
function power(exponent: bigint, polynomial: Polynomial): bigint {
  let result = 1n << BigInt(polynomial.bits - 1);
  let base = result >> 1n;
  for (let rest = exponent; rest; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, base, polynomial);
    base = multiply(base, base, polynomial);
  }
  return result;
}

/** Computes the CRC of concatenated parts, from the CRC and the size in bytes of each, like zlib's `crc32_combine`. */
export function combineCrcs(
  polynomial: Polynomial,
  parts: readonly { readonly crc: bigint; readonly size: number }[],
): bigint {
  // Nearly all parts of an upload have the same size.
  const shifts = new Map<number, bigint>();
  return parts.reduce((before, { crc, size }) => {
    const shift = shifts.get(size) ?? power(BigInt(size) * 8n, polynomial);
    shifts.set(size, shift);
    return multiply(shift, before, polynomial) ^ crc;
  }, 0n);
}
