import { existsSync } from 'node:fs';
import { levers } from '../../cost/levers';
import { run } from '../../cost/main';
import { assemblyFolder } from '../lib/synthesis';

let out: string[];
let err: string[];
beforeEach(() => {
  [out, err] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((text: string) => out.push(text));
  jest.spyOn(console, 'error').mockImplementation((text: string) => err.push(text));
});
afterEach(() => jest.restoreAllMocks());

const never = () => {
  throw new Error('synthesized in vain');
};

test.each([
  ['a word for a number', ['--viewing-hours', 'many'], '--viewing-hours must be a number of 0 or more'],
  ['a negative number', ['--hours-of-source=-1'], '--hours-of-source must be a number of 0 or more'],
  ['half a language', ['--languages', '1.5'], '--languages must be a whole number of 0 or more'],
  ['no number', ['--languages', ''], '--languages must be a whole number'],
  ['an option that is not there', ['--hours', '1'], "Unknown option '--hours'"],
  ['an option without its value', ['--stage'], "Option '--stage <value>' argument missing"],
  ['a number without its option', ['100'], "'100' is not an option"],
  ['an assembly that is not there', ['--assembly', 'nowhere'], 'There is no cloud assembly in nowhere.'],
])('%s has one clear line and exit status 1, before anything is synthesized', (_, argv, message) => {
  expect(run(argv, never)).toBe(1);
  expect(out).toEqual([]);
  expect(err).toHaveLength(1);
  expect(err[0]).toContain(message);
  expect(err[0]).not.toContain('\n');
});

describe('on the templates of prod', () => {
  const directory = assemblyFolder('prod');
  const demand = ['--hours-of-source', '100', '--languages', '3', '--viewing-hours', '10000', '--stage', 'prod'];

  test('prints services, units and what the sums leave out', () => {
    expect(run(demand, () => directory)).toBe(0);
    const [text = ''] = out;
    expect(text).toMatch(/^CloudFront +1,6\d\d\.\d\d \+ unknown +\d+ %$/m);
    expect(text).toMatch(/^viewed hour +10,000 +1,6\d\d\.\d\d \+ unknown +0\.16 \+ unknown$/m);
    expect(text).toMatch(/^ {2}CloudFront, KeyValueStore reads$/m);
  });

  test('--json has the same for programs', () => {
    expect(run([...demand, '--json'], () => directory)).toBe(0);
    const result = JSON.parse(out[0] ?? '');
    const services = Object.values(result.services) as { usd: number }[];
    expect(services.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(result.total, 6);
    expect(result.demand).toEqual({ hoursOfSource: 100, languages: 3, storedHours: 100, viewingHours: 10_000 });
    expect(result.unknown).toContain('CloudFront, KeyValueStore reads');
  });
});

test('each lever names a setting, or a file that is there', () => {
  for (const { where } of levers) {
    const [, file] = / in (\S+)$/.exec(where) ?? [];
    expect(file === undefined || existsSync(file) ? '' : where).toBe('');
  }
});
