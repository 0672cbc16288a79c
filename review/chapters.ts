import type { Chapter } from './document';
import { permissions } from './permissions/chapter';

/** Every part of the review pack, in the order in which a reviewer reads them. */
export const chapters: readonly Chapter[] = [permissions];
