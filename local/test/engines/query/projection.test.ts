import { parseProjection } from '../../../engines/query/projection';
import cases from '../../cases/partition-projection.json';

const now = Date.UTC(2026, 2, 10, 15);
const parameters = {
  'projection.enabled': 'true',
  'projection.day.type': 'date',
  'projection.day.format': 'yyyy-MM-dd',
  'projection.day.range': '2026-01-01,NOW+1DAYS',
  'projection.event.type': 'enum',
  'projection.event.values': 'watch, click',
};

describe('a key', () => {
  const projection = parseProjection(['day', 'event'], 's3://bucket/lake', parameters);
  test.each(cases)('of $name', ({ input, expected }) => {
    expect(projection.match(input, now) ?? null).toEqual(expected);
  });
});

test('partitions lie where the template of the location says', () => {
  const projection = parseProjection(['year', 'kind'], 's3://bucket/', {
    'projection.enabled': 'true',
    'projection.year.type': 'integer',
    'projection.year.range': '2020,2030',
    'projection.year.digits': '4',
    'projection.kind.type': 'enum',
    'projection.kind.values': 'a',
    'storage.location.template': `s3://other/data/\${kind}/\${year}/`,
  });
  expect(projection).toMatchObject({ bucket: 'other', prefix: 'data/' });
  expect(projection.match('data/a/2025/x', now)).toEqual(['2025', 'a']);
  expect(projection.match('data/a/2031/x', now)).toBeUndefined();
});

test.each([
  [{ 'projection.enabled': 'false' }, 'projection.enabled'],
  [{ 'projection.day.type': 'injected' }, 'injected'],
  [{ 'projection.day.format': 'EEE' }, 'EEE'],
  [{ 'projection.day.range': 'yesterday,NOW' }, 'projection.day.range'],
  [{ 'storage.location.template': `s3://bucket/\${day}/` }, "lacks the partition key 'event'"],
  [{ 'storage.location.template': `s3://bucket/\${day}/\${event}/\${hour}/` }, "'hour'"],
])('parameters that are not understood are named: %j', (change, named) => {
  expect(() => parseProjection(['day', 'event'], 's3://bucket/lake', { ...parameters, ...change })).toThrow(named);
});
