/** A reflected CRC whose start value and final inversion are all ones. */
export interface Polynomial {
  readonly reflected: bigint;
  readonly bits: 32 | 64;
}

/** A 32-bit CRC step, called like `zlib.crc32`. */
export function tableCrc32(reflected: number): (bytes: Uint8Array, value: number) => number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ reflected : value >>> 1;
    return value;
  });
  return (bytes, before) => {
    let value = ~before;
    for (let at = 0; at < bytes.length; at += 1) {
      value = (table[(value ^ (bytes[at] as number)) & 0xff] as number) ^ (value >>> 8);
    }
    return ~value >>> 0;
  };
}

/** CRC-64/NVME, in halves because big integers are slow. */
const crc64Tables = (() => {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
    high[byte] = Number(value >> 32n);
    low[byte] = Number(value & 0xffffffffn);
  }
  return { high, low };
})();

export function crc64(): { update(bytes: Uint8Array): void; value(): bigint } {
  const tables = crc64Tables;
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(bytes) {
      for (let at = 0; at < bytes.length; at += 1) {
        const index = (low ^ (bytes[at] as number)) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (tables.low[index] as number);
        high = (high >>> 8) ^ (tables.high[index] as number);
      }
    },
    value: () => (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0),
  };
}

/** a·b modulo the polynomial; the highest bit stands for x⁰. */
function multiply(a: bigint, b: bigint, { reflected, bits }: Polynomial): bigint {
  let product = 0n;
  let factor = b;
  for (let mask = 1n << BigInt(bits - 1); mask; mask >>= 1n) {
    if (a & mask) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ reflected : factor >> 1n;
  }
  return product;
}

/** x to the power of `exponent`. */
function power(exponent: bigint, polynomial: Polynomial): bigint {
  let result = 1n << BigInt(polynomial.bits - 1);
  let base = result >> 1n;
  for (let rest = exponent; rest; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, base, polynomial);
    base = multiply(base, base, polynomial);
  }
  return result;
}

/** The CRC of parts laid end to end, from the CRC and the size in bytes of each; as zlib's `crc32_combine`. */
export function combineCrcs(
  polynomial: Polynomial,
  parts: readonly { readonly crc: bigint; readonly size: number }[],
): bigint {
  // Nearly all parts of an upload are of one size.
  const shifts = new Map<number, bigint>();
  return parts.reduce((before, { crc, size }) => {
    const shift = shifts.get(size) ?? power(BigInt(size) * 8n, polynomial);
    shifts.set(size, shift);
    return multiply(shift, before, polynomial) ^ crc;
  }, 0n);
}
