import { architecture } from './architecture';
import { board } from './board/board';
import { contents } from './contents/contents';
import { cost } from './cost/chapter';
import { decisions } from './decisions/decisions';
import type { Chapter } from './document';
import { drawings } from './drawings';
import { flow } from './flow/flow';
import { freshness } from './freshness/freshness';
import { inventory } from './inventory/inventory';
import { permissions } from './permissions/chapter';
import { wellArchitected } from './pillars/well-architected';
import { quotasPage } from './quotas/quotas';
import { regionFailure } from './region-failure/region-failure';
import { threats } from './threats/chapter';

/** All parts of the review pack, in reading order. */
export const chapters: readonly Chapter[] = [
  contents,
  architecture,
  flow,
  ...drawings,
  inventory,
  quotasPage,
  permissions,
  cost,
  freshness,
  wellArchitected,
  threats,
  regionFailure,
  board,
  decisions,
];
