import type { EventEnvelope } from '../../../services/events/event';
import { parsePath } from '../../../services/events/json-path';
import type { Rule } from '../../../services/events/rule';
import { targetInput } from '../../../services/events/target-input';
import cases from '../../cases/event-inputs.json';

const event: EventEnvelope = {
  version: '0',
  id: 'i',
  'detail-type': 'Job',
  source: 'app',
  account: '000000000000',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:one', 'arn:two'],
  detail: { id: 'a1', note: 'say "hi"', job: { state: 'DONE' }, n: 3, 'a-b': true },
};
const rule: Rule = {
  arn: 'arn:aws:events:eu-west-1:000000000000:rule/r',
  name: 'r',
  region: 'eu-west-1',
  busName: 'default',
  enabled: true,
  pattern: {},
  patternText: '{}',
  targets: [],
};

describe('what a target gets', () => {
  test.each(cases.map(({ name, ...rest }) => [name, rest] as const))('%s', (_name, { input, expected }) => {
    const target = { Id: 't', Arn: 'arn:t', ...input.target } as Parameters<typeof targetInput>[2];
    expect(JSON.parse(targetInput(event, rule, target))).toEqual(expected);
  });

  test.each(['detail', '$.detail[*]', '$..id', '$.detail[?(@.a)]', '$.'])('the path %s is refused', (path) => {
    expect(() => parsePath(path)).toThrow('is not a path that EventBridge supports');
  });
});
