import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { violationsOf } from '../../../local/wire/constraints';
import cases from '../../cases/request-faults.json';

interface Row {
  readonly name: string;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  /** Path and constraint of each violation. */
  readonly expected: readonly string[];
}

const told = (service: string, operation: string, input: unknown) =>
  violationsOf(service, operation, input).map(({ path, constraint }) => `${path.join('.')}: ${constraint}`);

test.each(cases as readonly Row[])('$service: $name', ({ service, operation, input, expected }) => {
  const found = told(service, operation, input);
  expect(found).toHaveLength(expected.length);
  for (const [index, text] of expected.entries()) expect(found[index]).toContain(text);
});

test('operations that the app does not use are not judged', () => {
  expect(violationsOf('polly', 'DescribeVoices', { Engine: 'steam' })).toEqual([]);
  expect(violationsOf('kms', 'Encrypt', {})).toEqual([]);
});

const folder = join(__dirname, '../../../local/wire/constraints');
const files = readdirSync(folder);

test('the data are small enough to be loaded at every start', () => {
  expect(files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThan(300_000);
});

test.each(files)('%s: every pattern is one that JavaScript knows too', (name) => {
  const { shapes } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const patterns = Object.values<{ pattern?: string | string[] }>(shapes).flatMap(({ pattern = [] }) => pattern);
  for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
});
