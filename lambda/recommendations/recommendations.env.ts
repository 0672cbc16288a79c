import * as z from 'zod/mini';
import { integer, json, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { list } from '../shared/lists';
import { filterNames, useCases } from '../shared/recommenders';

export const recommendationsHandler = describeHandler('recommendations', {
  ASSETS_TABLE: text,
  VIEWERS_TABLE: text,
  ACTIVITY_TABLE: text,
  RANKINGS_TABLE: text,
  /** Use cases that may have a recommender. Rows of the other use cases are made from the app's own tables. */
  USE_CASES: z.pipe(list, z.array(z.enum(useCases))),
  /** Recommenders and filters of each generation, the newest first. */
  GENERATIONS: json(z.array(z.object({ recommenderPrefix: text, filters: z.record(z.enum(filterNames), text) }))),
  /** Time limit of all recommenders together for one request, in milliseconds. */
  TIME_LIMIT_MS: integer,
});
