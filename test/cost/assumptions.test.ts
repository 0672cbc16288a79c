import { existsSync, readFileSync } from 'node:fs';
import { type Assumption, assumptions } from '../../cost/assumptions';
import { heartbeatSeconds } from '../../lambda/delivery/sessions';
import { popularityDefinition } from '../../lib/constructs/recommenders/popularity-definition';

const named: [string, Assumption][] = Object.entries(assumptions);

test.each(named)('%s has a source: an address, a file that is there, or that it is an assumption', (_, { source }) => {
  const isKnown = source === 'assumption' || source.startsWith('https://') || existsSync(source);
  expect(isKnown ? '' : source).toBe('');
});

describe('what the code decides is what the model takes', () => {
  test('the page reports as often', () => {
    const [, seconds] = /^const EVERY_SECONDS = (\d+);$/m.exec(readFileSync('web/meter.ts', 'utf8')) ?? [];
    expect(Number(seconds)).toBe(assumptions.reportSeconds.value);
  });

  test('sessions have as many heartbeats', () => {
    expect(heartbeatSeconds).toBe(assumptions.heartbeatSeconds.value);
  });

  test('the API remembers who may come in for as long', () => {
    const [, minutes] =
      /resultsCacheTtl: Duration\.minutes\((\d+)\)/.exec(readFileSync('lib/constructs/public-api.ts', 'utf8')) ?? [];
    expect(Number(minutes)).toBe(assumptions.authorizerMinutes.value);
  });

  test('the rankings’ workflow has as many transitions and queries', () => {
    const { States } = popularityDefinition();
    const { Items, ItemProcessor } = States.Rankings;
    const each = Object.keys(ItemProcessor.States).length;
    expect(Object.keys(States).length + Items.length * each).toBe(assumptions.popularityTransitions.value);
    expect(Items.length).toBe(assumptions.popularityQueries.value);
  });
});
