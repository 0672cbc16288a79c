import { board } from './board/board';
import { contents } from './contents/contents';
import { decisions } from './decisions/decisions';
import type { Chapter } from './document';
import { flow } from './flow/flow';
import { inventory } from './inventory/inventory';
import { wellArchitected } from './pillars/well-architected';
import { quotasPage } from './quotas/quotas';
import { regionFailure } from './region-failure/region-failure';

/** Every part of the review pack, in the order in which a reviewer reads them. */
export const chapters: readonly Chapter[] = [
  contents,
  flow,
  inventory,
  quotasPage,
  wellArchitected,
  regionFailure,
  board,
  decisions,
];
