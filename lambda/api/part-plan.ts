const MiB = 1024 ** 2;

/** S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html; the object's size as designed for. */
export const maxParts = 10_000;
export const maxObjectBytes = 5 * 1024 ** 4;

/** Small enough that a part lost on a poor line costs little, large enough that parts are not mostly latency. */
const minPartBytes = 8 * MiB;

export interface PartPlan {
  /** Bytes of every part but the last. */
  readonly partSize: number;
  readonly partCount: number;
}

/** How a source of `size` bytes (1 byte to 5 TiB) is cut: parts of 8 MiB, or as much larger as keeps them to 10,000. */
export function planParts(size: number): PartPlan {
  const needed = Math.ceil(size / maxParts / MiB) * MiB;
  const partSize = Math.max(minPartBytes, needed);
  return { partSize, partCount: Math.ceil(size / partSize) };
}

/** Bytes of one part; numbers start with 1. */
export function partLength({ partSize, partCount }: PartPlan, size: number, number: number): number {
  return number < partCount ? partSize : size - partSize * (partCount - 1);
}
