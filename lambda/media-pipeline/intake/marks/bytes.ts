/** The big-endian integer in `bytes`. Above 2^53 it is not exact, but still larger than any file. */
export function toInteger(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** One character per byte, for codes such as `moov`. */
export function toCode(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
