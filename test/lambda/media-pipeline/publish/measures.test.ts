import { Metrics } from '@omnistream/local/test';
import { countExpected, countFailure, measurePlayable } from '../../../../lambda/media-pipeline/publish/measures';
import { metricNamespace } from '../../../../lambda/shared/metrics';
import { linesOf } from '../../../support/lines';

/** The values that `write` measures, by metric, with the stage as the only dimension. */
function measured(write: () => void): Record<string, number[]> {
  const kept = new Metrics();
  for (const line of linesOf(write)) kept.extract('eu-west-1', line, 0);
  const found = kept.in('eu-west-1').filter(({ dimensions }) => Object.keys(dimensions).join() === 'Stage');
  expect(found.every(({ namespace }) => namespace === metricNamespace)).toBe(true);
  return Object.fromEntries(found.map(({ name, samples }) => [name, samples.map(({ value }) => value)]));
}

const since = '2026-12-01T12:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(since) + seconds * 1000);
const before = { status: 'PROCESSING', runSince: since } as const;

test('the publication that makes a film playable is measured in seconds for each minute of film', () => {
  const change = { status: 'PLAYABLE', durationSeconds: 600 } as const;
  expect(measured(() => measurePlayable(before, change, after(300)))).toEqual({
    UploadToPlayableSecondsPerMinute: [30],
    PlayableOnTime: [1],
  });
  expect(measured(() => measurePlayable(before, change, after(601)))).toMatchObject({ PlayableOnTime: [0] });
});

test('a short film has five minutes', () => {
  const change = { status: 'READY', durationSeconds: 3 } as const;
  expect(measured(() => measurePlayable(before, change, after(299)))).toMatchObject({ PlayableOnTime: [1] });
  expect(measured(() => measurePlayable(before, change, after(301)))).toMatchObject({ PlayableOnTime: [0] });
});

test('a language that is added later is not measured, nor a record of an older version', () => {
  const change = { status: 'PLAYABLE', durationSeconds: 600 } as const;
  expect(measured(() => measurePlayable({ ...before, status: 'PLAYABLE' }, change, after(1)))).toEqual({});
  expect(measured(() => measurePlayable({ status: 'PROCESSING' }, change, after(1)))).toEqual({});
  expect(measured(() => measurePlayable(before, { status: 'PROCESSING' }, after(1)))).toEqual({});
});

test('a failure on our side misses the objective, and a bad file does not', () => {
  expect(measured(() => countFailure({ code: 'States.Timeout' }, true))).toEqual({
    PlayableOnTime: [0],
    AssetsFailed: [1],
  });
  expect(measured(() => countFailure({ code: 'NotMedia' }, true))).toEqual({ AssetsFailed: [1] });
  expect(measured(() => countFailure({ code: 'States.Timeout' }, false))).toEqual({});
});

test.each([
  ['NotMedia', true],
  ['DailyLimit', true],
  ['Superseded', true],
  ['TranscodeFailed', false],
  ['States.Timeout', false],
  ['ProvisionedThroughputExceededException', false],
])('the failure %s is expected: %s', (code, isExpected) => {
  expect(measured(() => countExpected({ code }))).toEqual(isExpected ? { FailuresExpected: [1] } : {});
});
