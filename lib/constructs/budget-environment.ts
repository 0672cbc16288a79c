import { filmRates } from '../../cost/film-rates';
import type { budgetHandler } from '../../lambda/budget/budget.env';
import { microOf } from '../../lambda/budget/estimate';
import { encodeJson } from '../../lambda/shared/env';
import type { Stage } from '../config';
import type { StorageStack } from '../storage-stack';
import type { Environment } from './handler';

type BudgetVariable = 'USAGE_TABLE' | 'FILM_RATES' | 'MAX_DURATION_SECONDS' | 'SPEND_LIMITS';

/** Films have files in the stage's region and in that of its replica. */
const copies = 2;

/** The variables of functions that reserve money: the prices of the stage's region, and its maxima. */
export function budgetEnvironment(
  { region, limits }: Stage,
  { usage }: Pick<StorageStack, 'usage'>,
): Pick<Environment<typeof budgetHandler>, BudgetVariable> {
  const { perFilm, perCreatorPerMonth, perMonth } = limits.spend;
  return {
    USAGE_TABLE: usage.tableName,
    FILM_RATES: encodeJson(filmRates(region, copies)),
    MAX_DURATION_SECONDS: String(limits.durationSeconds),
    SPEND_LIMITS: encodeJson({
      perFilm: microOf(perFilm),
      perCreatorPerMonth: microOf(perCreatorPerMonth),
      perMonth: microOf(perMonth),
    }),
  };
}
