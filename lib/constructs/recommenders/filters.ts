import type { FilterName } from '../../../lambda/shared/recommenders';

const unfinished = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Finish")';
const allowed = 'INCLUDE ItemID WHERE Items.STATUS IN ("READY") AND Items.AUDIENCE IN ($AUDIENCE)';

/** Filter expressions of Personalize. Each request contains the values of the parameters `$…`. */
export const filters: Readonly<Record<FilterName, string>> = {
  watchable: `${unfinished} | ${allowed}`,
  understood: `${unfinished} | ${allowed} AND Items.LANGUAGES IN ($LANGUAGES)`,
};
