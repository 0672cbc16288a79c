import { measure } from '../shared/count';
import type { Entry } from './sort-events';

/**
 * Measures the events of one request that reached the lake's stream: the age of the oldest, and what players reported
 * about waiting for data. `now`: milliseconds since 1970.
 */
export function measureDelivered(accepted: readonly Pick<Entry, 'event'>[], now: number): void {
  if (accepted.length === 0) return;
  const oldest = Math.min(...accepted.map(({ event }) => event.at));
  measure('EventsAgeSeconds', (now - oldest) / 1000);
  const reports = accepted.flatMap(({ event }) => (event.type === 'quality' ? [event] : []));
  if (reports.length === 0) return;
  measure('PlayedMilliseconds', sum(reports.map(({ playedMs }) => playedMs)));
  measure('RebufferedMilliseconds', sum(reports.map(({ rebufferMs }) => rebufferMs)));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
