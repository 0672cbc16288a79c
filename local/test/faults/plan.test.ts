import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultPlanInput } from '../../faults/plan';
import { FaultPlanError, parsePlan, readPlan } from '../../faults/plan';
import { createSqs } from '../../services/sqs';
import { startLaptop } from '../../testing/start-services';

const file = join(mkdtempSync(join(tmpdir(), 'plan-')), 'plan.json');
const read = (text: string) => {
  writeFileSync(file, text);
  return readPlan(file);
};

test('a plan is read from a file, with its defaults', () => {
  const text = '{"seed":7,"calls":[{"kind":"late","rate":0.1}],"events":[{"kind":"double","rate":1}]}';
  expect(read(text)).toEqual({
    seed: 7,
    calls: [{ kind: 'late', rate: 0.1, milliseconds: 3000 }],
    events: [{ kind: 'double', rate: 1, milliseconds: 0 }],
  });
});

test.each([
  ['no JSON', '{', /plan\.json cannot be read: /],
  ['no seed', '{}', /seed: /],
  ['a rate above 1', '{"seed":1,"calls":[{"kind":"fail","rate":20}]}', /calls\.0\.rate: /],
  ['an unknown kind', '{"seed":1,"events":[{"kind":"vanish","rate":1}]}', /events\.0\.kind: /],
  ['a setting that has no effect', '{"seed":1,"calls":[{"kind":"throttle","rate":1,"when":"after"}]}', /"when"/],
  ['an unknown setting', '{"seed":1,"call":[]}', /"call"/],
])('a plan with %s is refused by name', (_name, text, message) => {
  expect(() => read(text)).toThrow(FaultPlanError);
  expect(() => read(text)).toThrow(message);
});

test('a file that does not exist is refused by name', () => {
  expect(() => readPlan('/nowhere/plan.json')).toThrow(/^The plan of faults \/nowhere\/plan\.json cannot be read/);
});

const refused: readonly (readonly [string, FaultPlanInput['calls'], RegExp])[] = [
  ['service', [{ kind: 'fail', rate: 1, service: 'queues' }], /calls\.0\.service: .* no service 'queues'/],
  ['operation', [{ kind: 'fail', rate: 1, service: 'sqs', operation: 'Send' }], /calls\.0\.operation: sqs has no Send/],
  ['error', [{ kind: 'throttle', rate: 1, service: 'sqs', error: 'SlowDown' }], /calls\.0\.error: sqs has no error/],
  ['error without a service', [{ kind: 'fail', rate: 1, error: 'InternalError' }], /calls\.0\.error: .*a service/],
];

test.each(refused)('a runtime does not start by a plan with an unknown %s', async (_name, calls, message) => {
  const start = startLaptop((kernel) => [createSqs(kernel)], { faults: { seed: 1, calls } });
  await expect(start).rejects.toThrow(message);
  await expect(start).rejects.toThrow(FaultPlanError);
});

test('a plan that is not valid is refused by name where it is given as an object', () => {
  expect(() => parsePlan({ seed: 'x' })).toThrow(/^The plan of faults is not valid: seed: /);
});
