import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { breaches, decide, evaluationRange } from '../../../services/cloudwatch/alarm/decide';
import { missingDataTreatments } from '../../../services/cloudwatch/alarm/model';
import { holds, parseRule } from '../../../services/cloudwatch/alarm/rule';
import { parseMath } from '../../../services/cloudwatch/math/parse';
import { compacted, retention } from '../../../services/cloudwatch/metrics/compact';
import { evaluateQueries } from '../../../services/cloudwatch/metrics/query';
import { statisticOf } from '../../../services/cloudwatch/metrics/statistics';
import states from '../../cases/alarm-states.json';
import rules from '../../cases/composite-rules.json';
import math from '../../cases/metric-math.json';
import refused from '../../cases/metric-math-refused.json';

// The first ten cases are the two tables of the user guide's page "alarms-and-missing-data".
test.each(states)('an alarm of $name', ({ input: { points, needed }, expected }) => {
  const range = [...points].map((point) => ({ '0': 0, X: 1, '-': undefined })[point]).slice(-evaluationRange(3));
  const found = missingDataTreatments.map((missingData) => [
    missingData,
    decide(range, {
      ...{ breaches: (point) => point === 1, evaluationPeriods: 3, datapointsToAlarm: needed, missingData },
    }) ?? 'as before',
  ]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

test('points breach by the comparison', () => {
  const at = (comparison: Parameters<typeof breaches>[0]) => [1, 2, 3].filter(breaches(comparison, 2));
  expect({
    more: at('GreaterThanThreshold'),
    least: at('GreaterThanOrEqualToThreshold'),
    less: at('LessThanThreshold'),
    most: at('LessThanOrEqualToThreshold'),
  }).toEqual({ more: [3], least: [2, 3], less: [1], most: [1, 2] });
});

interface MathCase {
  readonly name: string;
  readonly input: Readonly<Record<string, string | readonly (number | null)[]>>;
  readonly expected: readonly (number | null)[];
}

function evaluated({ expression, ...series }: MathCase['input']): readonly (number | undefined)[] {
  const period = 60_000;
  const queries = Object.keys(series).map((Id) => ({
    Id,
    MetricStat: { Metric: { MetricName: Id }, Period: 60, Stat: 'Sum' },
  }));
  const samplesOf = (id: string) =>
    ((series[id] ?? []) as readonly (number | null)[]).flatMap((value, index) =>
      value === null ? [] : [{ at: index * period, value, count: 1 }],
    );
  const count = Math.max(1, ...Object.values(series).map((points) => points.length));
  const all = [...queries, { Id: 'result', Expression: expression as string }];
  const lookup = ({ Metric }: { Metric: { MetricName?: string } | undefined }) => samplesOf(Metric?.MetricName ?? '');
  const result = evaluateQueries(all, lookup, { start: 0, period, count })('result');
  if (result.kind !== 'series') throw new Error(`The result is ${result.kind}`);
  return result.series;
}

test.each(math as unknown as MathCase[])('metric math: $name', ({ input, expected }) => {
  expect(evaluated(input).map((point) => point ?? null)).toEqual(expected);
});

test.each(refused)('metric math refuses $name', ({ input, expected }) => {
  expect(() => evaluated({ expression: input, a: [1] })).toThrow(expected);
});

test('an expression that refers to itself is refused', () => {
  const queries = [
    { Id: 'a', Expression: 'b + 1' },
    { Id: 'b', Expression: 'a + 1' },
  ];
  const resolve = evaluateQueries(queries, () => [], { start: 0, period: 60_000, count: 1 });
  expect(() => resolve('a')).toThrow('The expression a refers to itself');
  expect(() => parseMath('')).toThrow('Unexpected end of the expression');
});

test.each(rules)('a composite rule of $name', ({ input, expected }) => {
  const known: Readonly<Record<string, StateValue>> = {
    ...{ a: 'ALARM', 'long name (1)': 'ALARM', ok: 'OK', unknown: 'INSUFFICIENT_DATA' },
    'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a': 'ALARM',
  };
  expect(holds(parseRule(input), (name) => known[name])).toBe(expected);
});

test.each([
  ['', 'it ends too early'],
  ['ALARM(a', "'ALARM(a' is not understood"],
  ['ALARM(a) ALARM(b)', 'state is not expected'],
  ['(TRUE', 'a parenthesis is not closed'],
  ['alarm(a)', "'alarm(a)' is not understood"],
])('a faulty composite rule is refused: %s', (rule, message) => {
  expect(() => parseRule(rule)).toThrow(message);
});

test('a composite rule has at most 100 alarms', () => {
  const rule = (count: number) => Array.from({ length: count }, (_, index) => `ALARM(a${index})`).join(' OR ');
  expect(() => parseRule(rule(100))).not.toThrow();
  expect(() => parseRule(rule(101))).toThrow('more than 100 alarms');
});

test('statistics of samples, percentiles included', () => {
  const samples = [...Array(100).keys()].map((index) => ({ at: 0, value: index + 1, count: 1 }));
  const found = (name: string) => statisticOf(name)?.([...samples].reverse());
  expect(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'].map(found)).toEqual([5050, 50.5, 1, 100, 100]);
  expect(['p50', 'p95', 'p99.9', 'p100', 'p0'].map(found)).toEqual([50, 95, 100, 100, 1]);
  expect(['tm99', 'p101', 'IQM', 'toString'].map(statisticOf)).toEqual(Array(4).fill(undefined));
});

test('samples are kept by minute, then by hour, and not for ever; sums and counts stay exact', () => {
  const now = Date.parse('2026-01-20T00:00:00Z');
  const hour = 3_600_000;
  const day = 24 * hour;
  const same = [1, 2].map((second) => ({ at: now - 5 * 60_000 + second, value: 7, count: 1 }));
  expect(compacted(same, now)).toEqual([{ at: now - 5 * 60_000, value: 7, count: 2 }]);
  const old = [1, 20].map((minutes) => ({ at: now - 3 * day + minutes * 60_000, value: 7, count: 1 }));
  expect(compacted(old, now)).toEqual([{ at: now - 3 * day, value: 7, count: 2 }]);
  expect(compacted([{ at: now - retention - 1, value: 7, count: 1 }], now)).toEqual([]);

  const many = [...Array(1000).keys()].map((value) => ({ at: now - 1000, value, count: 1 }));
  const fewer = compacted(many, now);
  expect(fewer.length).toBeLessThanOrEqual(100);
  const of = (name: string) => [many, fewer].map((samples) => Math.round(statisticOf(name)?.(samples) ?? 0));
  expect(['Sum', 'SampleCount', 'Minimum', 'Maximum'].map(of)).toEqual([
    ...[
      [499_500, 499_500],
      [1000, 1000],
      [0, 0],
      [999, 999],
    ],
  ]);
  expect(Math.abs((of('p95')[1] as number) - (of('p95')[0] as number))).toBeLessThanOrEqual(11);
});
