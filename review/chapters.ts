import { cost } from './cost/chapter';
import type { Chapter } from './document';

/** Every part of the review pack, in the order in which a reviewer reads them. */
export const chapters: readonly Chapter[] = [cost];
