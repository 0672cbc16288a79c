import * as z from 'zod/mini';
import { integer, json, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import type { FilmRates } from './estimate';
import { filmPrices } from './film-use';

const number = z.number();

/** The variables of all functions that reserve or settle money. */
export const budgetVariables = {
  USAGE_TABLE: text,
  /** Prices and assumptions: `filmRates` of cost/film-rates.ts. */
  FILM_RATES: json(
    z.object({
      prices: z.record(z.enum(filmPrices), number),
      numbers: z.object({
        charactersPerMinute: number,
        speechShare: number,
        briefShare: number,
        respokenShare: number,
        qvbrFill: number,
      }),
      copies: number,
    }) satisfies z.ZodMiniType<FilmRates>,
  ),
  MAX_DURATION_SECONDS: integer,
  /** Maxima in whole millionths of a USD: `SpendLimits`. */
  SPEND_LIMITS: json(z.object({ perFilm: number, perCreatorPerMonth: number, perMonth: number })),
};

export const budgetHandler = describeHandler('budget', {
  ASSETS_TABLE: text,
  JOBS_TABLE: text,
  FAILURES_TOPIC_ARN: text,
  ...budgetVariables,
});
