import { measure } from './count';
import type { HttpEvent, HttpResult } from './http';
import type { RouteKey } from './routes';

/**
 * Measures the requests of a route that has an objective: 1 for a response below 300, 0 for one from 500. Other refusals
 * are for the caller's reasons, and are not measured. A function that times out or crashes measures nothing; the API's
 * own metrics have its errors.
 */
export function withOutcome(
  metric: 'EventsAccepted' | 'PlaybackOpened',
  route: RouteKey,
  handler: (event: HttpEvent) => Promise<HttpResult>,
) {
  return async (event: HttpEvent): Promise<HttpResult> => {
    const response = await handler(event);
    const { statusCode = 500 } = response;
    if (event.routeKey === route && statusCode < 300) measure(metric, 1);
    if (event.routeKey === route && statusCode >= 500) measure(metric, 0);
    return response;
  };
}
