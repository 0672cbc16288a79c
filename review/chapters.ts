import { decisions } from './decisions/decisions';
import type { Chapter } from './document';
import { flow } from './flow/flow';
import { inventory } from './inventory/inventory';
import { quotasPage } from './quotas/quotas';

/** Every part of the review pack, in the order in which a reviewer reads them. */
export const chapters: readonly Chapter[] = [flow, inventory, quotasPage, decisions];
