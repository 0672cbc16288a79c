import { describeAdditional, needs } from '@omnistream/local/test';

/** Tests that `test/scripts/skipping.test.ts` runs by a jest of its own, with every tool hidden. */

const fail = () => {
  throw new Error('this was to be skipped');
};

test('needs nothing', () => {});
needs('chromium').test('in a browser', fail);
needs('chromium', 'njs').test.each([['one'], ['two']])('at both: %s', fail);
needs('moto').describe('a group', () => {
  beforeAll(fail);
  test('of two', fail);
  test('of two more', fail);
});
describeAdditional('recorded/absent.json', 'as recorded', fail);
test.skip('nobody knows why', fail);
