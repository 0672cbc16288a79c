import { Metrics } from '@omnistream/local/test';
import { count } from '../../../lambda/shared/count';
import { type MetricName, metricNamespace, metrics, totals } from '../../../lambda/shared/metrics';
import { stageMetric, stageTotal } from '../../../lib/constructs/stage-metric';
import { linesOf } from '../../support/lines';

/** `count` as a function of the stage has it. */
function countOf(stage: string): typeof count {
  const before = process.env.STAGE;
  process.env.STAGE = stage;
  let loaded = count;
  jest.isolateModules(() => {
    loaded = require('../../../lambda/shared/count').count;
  });
  process.env.STAGE = before;
  return loaded;
}

const at = Date.now();

test('a count is a line in the embedded metric format, with the stage as its first dimension', () => {
  const lines = linesOf(() => count('ObjectsCreated', { Outcome: 'started' }, at));
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: at,
        CloudWatchMetrics: [
          {
            Namespace: 'OmniStream',
            Dimensions: [['Stage', 'Outcome']],
            Metrics: [{ Name: 'ObjectsCreated', Unit: 'Count' }],
          },
        ],
      },
      Stage: 'test',
      Outcome: 'started',
      ObjectsCreated: 1,
    },
  ]);
});

test.each(Object.entries(metrics))('%s is emitted under the dimensions that readers name', (name, own) => {
  const dimensions = Object.fromEntries(own.map((dimension) => [dimension, `a ${dimension}`])) as never;
  const kept = new Metrics();
  const lines = linesOf(() => count(name as MetricName, dimensions));
  for (const line of lines) kept.extract('eu-west-1', line, Date.now());

  const { reference, namespace, metricName, dimensionsMap } = stageMetric('test', name as MetricName, dimensions);
  expect(reference.Dimensions.map((dimension) => dimension.Name)).toEqual(['Stage', ...own]);
  const wanted = { region: 'eu-west-1', namespace, name: metricName, dimensions: dimensionsMap };
  expect(kept.get(wanted)?.samples).toMatchObject([{ value: 1 }]);
});

test.each(Object.keys(metrics))('%s has a total by stage if, and only if, alarms may read one', (name) => {
  const own = metrics[name as MetricName];
  const kept = new Metrics();
  const dimensions = Object.fromEntries(own.map((dimension) => [dimension, `a ${dimension}`])) as never;
  for (const line of linesOf(() => count(name as MetricName, dimensions))) kept.extract('eu-west-1', line, Date.now());
  const total = { region: 'eu-west-1', namespace: metricNamespace, name, dimensions: { Stage: 'test' } };
  const isReadable = own.length === 0 || totals.has(name as MetricName);
  expect(kept.get(total)?.samples.length).toBe(isReadable ? 1 : undefined);
  if (isReadable) expect(stageTotal('test', name as MetricName).dimensionsMap).toEqual({ Stage: 'test' });
  else expect(() => stageTotal('test', name as MetricName)).toThrow('add it to totals');
});

test.each([
  ['TranscribedSeconds', 'Seconds'],
  ['PlayedMilliseconds', 'Milliseconds'],
  ['EndedSessionsBytes', 'Bytes'],
  ['Heartbeats', 'Count'],
] as const)('%s is measured in %s', (name, unit) => {
  const [line = '{}'] = linesOf(() => count(name));
  expect(JSON.parse(line)._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: name, Unit: unit }]);
});

test('two stages of one account and region do not add up', () => {
  const kept = new Metrics();
  const asked = { UseCase: 'top-picks' };
  for (const stage of ['dev', 'prod', 'prod']) {
    for (const line of linesOf(() => countOf(stage)('RecommenderAsked', asked))) {
      kept.extract('eu-west-1', line, Date.now());
    }
  }
  const samples = (stage: string) => {
    const { namespace, metricName: name, dimensionsMap: dimensions } = stageMetric(stage, 'RecommenderAsked', asked);
    return kept.get({ region: 'eu-west-1', namespace, name, dimensions })?.samples.length;
  };
  expect([samples('dev'), samples('prod'), samples('review')]).toEqual([1, 2, undefined]);
  const unnamed = { region: 'eu-west-1', namespace: metricNamespace, name: 'RecommenderAsked', dimensions: asked };
  expect(kept.get(unnamed)).toBeUndefined();
});

test('a function without a stage fails when it is loaded', () => {
  expect(() => countOf('')).toThrow('STAGE');
});
