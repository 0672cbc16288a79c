import { Metrics } from '@omnistream/local/test';
import type { HttpEvent } from '../../../lambda/shared/http';
import { metricNamespace } from '../../../lambda/shared/metrics';
import { withOutcome } from '../../../lambda/shared/outcome';
import { captureLines } from '../../support/lines';

/** The values of `PlaybackOpened` after a response with the status. */
async function valuesAfter(statusCode: number, routeKey = 'POST /api/assets/{id}/playback'): Promise<number[]> {
  const kept = new Metrics();
  const lines = captureLines((line) => kept.extract('eu-west-1', line, 0));
  const handler = withOutcome('PlaybackOpened', 'POST /api/assets/{id}/playback', async () => ({ statusCode }));
  try {
    await expect(handler({ routeKey } as HttpEvent)).resolves.toEqual({ statusCode });
  } finally {
    lines.restore();
  }
  const dimensions = { Stage: 'test' };
  const metric = kept.get({ region: 'eu-west-1', namespace: metricNamespace, name: 'PlaybackOpened', dimensions });
  return (metric?.samples ?? []).map(({ value }) => value);
}

test.each([
  [201, [1]],
  [500, [0]],
  [503, [0]],
  // The viewer's reasons: an age limit, too many sessions, a film that is not playable.
  [403, []],
  [409, []],
  [429, []],
])('a response of %i is measured as %j', async (status, values) => {
  expect(await valuesAfter(status)).toEqual(values);
});

test('other routes of the function are not measured', async () => {
  expect(await valuesAfter(200, 'POST /api/sessions/{id}/heartbeat')).toEqual([]);
  expect(await valuesAfter(500, 'POST /api/sessions/{id}/heartbeat')).toEqual([]);
});
