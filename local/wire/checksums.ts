import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A digest that grows with its data. */
export interface Checksum {
  update(data: Uint8Array): void;
  /** Base64, as `x-amz-checksum-*` gives it. */
  digest(): string;
}

class Crc32 implements Checksum {
  private value = 0;

  update(data: Uint8Array): void {
    this.value = crc32(data, this.value);
  }

  digest(): string {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(this.value);
    return bytes.toString('base64');
  }
}

/** For each byte, what it does to a reflected checksum: the high and the low 32 bits in turn. */
function table(high: number, low: number): Int32Array {
  const entries = new Int32Array(512);
  for (let byte = 0; byte < 256; byte += 1) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) [h, l] = [h ^ high, l ^ low];
    }
    entries.set([h, l], 2 * byte);
  }
  return entries;
}

/** Reflected polynomials: CRC-32C of RFC 3720, and CRC-64/NVME of the NVM Express specification. */
const castagnoli = table(0, 0x82f63b78);
const nvme = table(0x9a6c9329, 0xac4bc9b5);

/** A reflected CRC of 32 or 64 bits, which begins and ends inverted. */
class TableCrc implements Checksum {
  private high: number;
  private low = -1;

  constructor(
    private readonly entries: Int32Array,
    private readonly bytes: 4 | 8,
  ) {
    this.high = bytes === 8 ? -1 : 0;
  }

  update(data: Uint8Array): void {
    let { high, low } = this;
    for (const byte of data) {
      const index = 2 * ((low ^ byte) & 0xff);
      low = ((low >>> 8) | (high << 24)) ^ (this.entries[index + 1] as number);
      high = (high >>> 8) ^ (this.entries[index] as number);
    }
    [this.high, this.low] = [high, low];
  }

  digest(): string {
    const digest = Buffer.alloc(8);
    digest.writeInt32BE(~this.high, 0);
    digest.writeInt32BE(~this.low, 4);
    return digest.subarray(8 - this.bytes).toString('base64');
  }
}

class Sha implements Checksum {
  private readonly hash: Hash;

  constructor(algorithm: string) {
    this.hash = createHash(algorithm);
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): string {
    return this.hash.copy().digest('base64');
  }
}

const makers: Readonly<Record<string, () => Checksum>> = {
  'x-amz-checksum-crc32': () => new Crc32(),
  'x-amz-checksum-crc32c': () => new TableCrc(castagnoli, 4),
  'x-amz-checksum-crc64nvme': () => new TableCrc(nvme, 8),
  'x-amz-checksum-sha1': () => new Sha('sha1'),
  'x-amz-checksum-sha256': () => new Sha('sha256'),
};

/** The checksum that a header or trailer of this name states; `undefined` for other names. */
export function checksumOf(headerName: string): Checksum | undefined {
  return Object.hasOwn(makers, headerName) ? makers[headerName]?.() : undefined;
}
