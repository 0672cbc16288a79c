import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Allowance } from '../../../review/permissions/allowances';
import { readEvidence, withJourney, writeEvidence } from '../../../review/permissions/evidence';

const allowance = (action: string): Allowance => ({
  ...{ holder: 'Api/MeRole', policy: 'Api/MeRoleDefaultPolicy', action, resource: '*', when: '' },
});

const journeysOf = (evidence: ReturnType<typeof withJourney>) =>
  [...evidence.values()].map(({ action, journeys }) => `${action}: ${journeys.join(', ')}`);

test('a journey that is run again replaces what it proved before, and nothing of others', () => {
  let evidence = withJourney(new Map(), 'film', [allowance('a:One'), allowance('a:Two')]);
  evidence = withJourney(evidence, 'smoke', [allowance('a:Two')]);
  evidence = withJourney(evidence, 'film', [allowance('a:Three'), allowance('a:Three')]);
  expect(journeysOf(evidence)).toEqual(['a:Two: smoke', 'a:Three: film']);
});

test('the file is the same whatever the order in which calls were made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  const write = (...names: string[]) => {
    const path = join(folder, `${names.join('')}.json`);
    writeEvidence(withJourney(new Map(), 'film', names.map(allowance)), path);
    return path;
  };
  const path = write('a:One', 'a:Two');
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(write('a:Two', 'a:One'), 'utf8'));
  expect(journeysOf(readEvidence(path))).toEqual(['a:One: film', 'a:Two: film']);
});
