import { budgetVariables } from '../budget/budget.env';
import { integer, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const assetsHandler = describeHandler('assets', {
  ASSETS_TABLE: text,
  VIEWERS_TABLE: text,
  STATE_MACHINE_ARN: text,
  ...budgetVariables,
  /** Maxima per creator and day. */
  LANGUAGES_PER_DAY: integer,
  RETRIES_PER_DAY: integer,
});
