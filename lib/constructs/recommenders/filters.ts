import type { FilterName } from '../../../lambda/shared/recommenders';

const unfinished = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Finish")';
const allowed = 'INCLUDE ItemID WHERE Items.STATUS IN ("READY") AND Items.AUDIENCE IN ($AUDIENCE)';

/** Which titles may be recommended to a viewer, and which of them they understand. `$…` are given with each request. */
export const filters: Readonly<Record<FilterName, string>> = {
  watchable: `${unfinished} | ${allowed}`,
  understood: `${unfinished} | ${allowed} AND Items.LANGUAGES IN ($LANGUAGES)`,
};
