import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BudgetAssetTable } from './assets.client';
import type { FilmRates } from './estimate';
import { PaidJobTable } from './paid-jobs.client';
import { ReservationTable } from './reservations.client';
import type { SettlePorts } from './settle';

interface Variables {
  readonly ASSETS_TABLE: string;
  readonly JOBS_TABLE: string;
  readonly USAGE_TABLE: string;
  readonly FILM_RATES: FilmRates;
}

/** What `settle` needs, from the variables of a function. */
export function settling(client: DynamoDBClient, variables: Variables) {
  const now = () => new Date();
  return {
    assets: new BudgetAssetTable(client, variables.ASSETS_TABLE),
    reservations: new ReservationTable(client, variables.USAGE_TABLE, now),
    jobs: new PaidJobTable(client, variables.JOBS_TABLE),
    rates: variables.FILM_RATES,
    now,
  } satisfies SettlePorts;
}
