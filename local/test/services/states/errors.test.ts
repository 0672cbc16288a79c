import { covers } from '../../../services/states/failure';
import { retryDelay } from '../../../services/states/recovery';
import errors from '../../cases/workflow-errors.json';
import delays from '../../cases/workflow-retry-delays.json';

describe('which errors a retrier or catcher covers', () => {
  test.each(errors.map(({ name, ...rest }) => [name, rest] as const))('%s', (_name, { input, expected }) => {
    expect(covers(input.errorEquals, input.error)).toBe(expected);
  });
});

describe('seconds until a retry', () => {
  test.each(delays.map(({ name, ...rest }) => [name, rest] as const))('%s', (_name, { input, expected }) => {
    const retrier = { ErrorEquals: [], ...input.retrier } as Parameters<typeof retryDelay>[0];
    expect(input.spent.map((spent) => retryDelay(retrier, spent, () => 0.25))).toEqual(expected);
  });
});
