import type { Context } from 'aws-lambda';
import { correlationIdOf, subjectOf } from './correlation';
import { collectMetrics } from './count';
import { log } from './log';
import { logger } from './powertools';

/** The handler of a function. Tests may leave out the context. */
type Invocation<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/**
 * Makes a handler observable: its lines contain the ids of the invocation and of what caused it, its errors are in the log
 * under these ids, and its metrics are written even if it throws. Every function exports its handler through this, except
 * for those whose bundle is too small for it: docs/adr/0047-powertools.md.
 */
export function observed<Event, Result>(handler: Invocation<Event, Result>): Invocation<Event, Result> {
  return async (event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    log.about(subjectOf(event));
    log.follow(correlationIdOf(event));
    const writeMetrics = collectMetrics();
    try {
      return await handler(event, context);
    } catch (error) {
      log.error('The invocation failed', { error });
      throw error;
    } finally {
      writeMetrics();
    }
  };
}
