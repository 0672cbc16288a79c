import { ServiceError } from '../../kernel/service';
import { type Checksum, checksumOf } from '../../wire/checksums';
import { combineCrcs, type Polynomial } from './crc';

const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

interface Running {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

const polynomials: Partial<Record<ChecksumAlgorithm, Polynomial>> = {
  CRC32: { reflected: 0xedb88320n, bits: 32 },
  CRC32C: { reflected: 0x82f63b78n, bits: 32 },
  CRC64NVME: { reflected: 0x9a6c9329ac4bc9b5n, bits: 64 },
};

function bigEndian(value: bigint, bits: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes.subarray(8 - bits / 8);
}

/** Returns a checksum that is updated with bytes. The wire checks trailers with it. */
export function checksum(algorithm: ChecksumAlgorithm): Running {
  const running = checksumOf(`x-amz-checksum-${algorithm.toLowerCase()}`) as Checksum;
  return {
    update: (bytes) => running.update(bytes),
    digest: () => Buffer.from(running.digest(), 'base64'),
  };
}

/** Computes the checksum of a whole object from those of its parts. */
export function wholeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly { readonly value: string; readonly size: number }[],
): string {
  const polynomial = polynomials[algorithm] as Polynomial;
  const values = parts.map(({ value, size }) => ({
    crc: BigInt(`0x${Buffer.from(value, 'base64').toString('hex')}`),
    size,
  }));
  return bigEndian(combineCrcs(polynomial, values), polynomial.bits).toString('base64');
}

/** S3's checksum of checksums: `{base64}-{parts}`. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
  const running = checksum(algorithm);
  for (const part of parts) running.update(Buffer.from(part, 'base64'));
  return `${running.digest().toString('base64')}-${parts.length}`;
}

/** Returns whether a whole object's checksum can be computed from those of its parts. */
export const combines = (algorithm: ChecksumAlgorithm) => algorithm in polynomials;

/** Returns the member of the SDK's shapes that contains a checksum of this kind. */
export const checksumMember = (algorithm: ChecksumAlgorithm) => `Checksum${algorithm}` as const;

/** Returns members such as `{ChecksumCRC32: …}`. */
export const checksumMembers = (found: { algorithm: ChecksumAlgorithm; value: string } | undefined) =>
  found ? { [checksumMember(found.algorithm)]: found.value } : {};

export interface Claim {
  readonly algorithm: ChecksumAlgorithm;
  /** Absent if the value is in a trailer. */
  readonly value?: string;
}

/**
 * Returns the checksum that a request contains, announces for its trailer, or requests. Throws `InvalidRequest` for two
 * checksums, and `NotImplemented` for algorithms that this runtime does not support.
 */
export function claimedChecksum(input: object, trailer?: string): Claim | undefined {
  const members = Object.entries(input).filter(
    ([name, value]) => /^Checksum(?!Algorithm|Type|Mode)/.test(name) && value !== undefined,
  );
  if (members.length > 1) {
    throw new ServiceError(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const asked = (input as { ChecksumAlgorithm?: string }).ChecksumAlgorithm;
  const inTrailer = /^x-amz-checksum-(\w+)$/.exec(trailer?.trim() ?? '')?.[1];
  const [member, value] = members[0] ?? [];
  const name = member?.replace('Checksum', '') ?? inTrailer?.toUpperCase() ?? asked;
  if (!name) return undefined;
  return { algorithm: algorithmOf(name), ...(typeof value === 'string' && { value }) };
}

export function algorithmOf(name: string): ChecksumAlgorithm {
  const algorithm = checksumAlgorithms.find((known) => known === name);
  if (!algorithm) throw new ServiceError('NotImplemented', `This runtime knows no checksum by ${name}`, 501);
  return algorithm;
}
