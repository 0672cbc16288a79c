import type { End, Side } from '../model';

/** A side of a box or frame; `along` is the distance from the middle. */
export const at = (of: string, side: Side, along = 0): End => ({ of, side, along });
