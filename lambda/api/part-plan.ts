const MiB = 1024 ** 2;

/** Limits of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html. The object size is in bytes. */
const maxParts = 10_000;
export const maxObjectBytes = 5 * 1024 ** 4;

/** Small enough that repeating a lost part is quick, large enough that latency does not dominate. */
const minPartBytes = 8 * MiB;

export interface PartPlan {
  /** Bytes of every part but the last. */
  readonly partSize: number;
  readonly partCount: number;
}

/** Divides a source of 1 byte to 5 TiB into parts of 8 MiB, or of more if there would be more than 10,000. */
export function planParts(size: number): PartPlan {
  const needed = Math.ceil(size / maxParts / MiB) * MiB;
  const partSize = Math.max(minPartBytes, needed);
  return { partSize, partCount: Math.ceil(size / partSize) };
}

/** Bytes of one part; numbers start with 1. */
export function partLength({ partSize, partCount }: PartPlan, size: number, number: number): number {
  return number < partCount ? partSize : size - partSize * (partCount - 1);
}
