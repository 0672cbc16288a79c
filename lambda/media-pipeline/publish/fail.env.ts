import { budgetVariables } from '../../budget/budget.env';
import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const failHandler = describeHandler('fail', {
  ASSETS_TABLE: text,
  JOBS_TABLE: text,
  FAILURES_TOPIC_ARN: text,
  USAGE_TABLE: budgetVariables.USAGE_TABLE,
  FILM_RATES: budgetVariables.FILM_RATES,
});
