import { architecture } from './architecture';
import type { Chapter } from './document';
import { drawings } from './drawings';

/** Every part of the review pack, in the order in which a reviewer reads them. */
export const chapters: readonly Chapter[] = [architecture, ...drawings];
