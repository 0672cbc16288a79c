import { Sweeps } from '../../kernel/sweeps';

const hour = 3_600_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('all services sweep at the start and then once an hour, until the stop', async () => {
  const order: string[] = [];
  const service = (name: string) => ({ sweep: async () => void order.push(name) });
  const sweeps = new Sweeps([service('a'), {}, service('b')], () => {});
  await sweeps.start();
  expect(order).toEqual(['a', 'b']);
  await jest.advanceTimersByTimeAsync(2 * hour + 1);
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  await sweeps.stop();
  await jest.advanceTimersByTimeAsync(2 * hour);
  expect(order).toHaveLength(6);
});

test('a service that fails is logged, and the others sweep', async () => {
  const lines: unknown[] = [];
  const order: string[] = [];
  const failing = {
    sweep() {
      throw new Error('the disk is full');
    },
  };
  const sweeps = new Sweeps([failing, { sweep: () => void order.push('b') }], (...line) => void lines.push(line));
  await sweeps.run();
  expect(order).toEqual(['b']);
  expect(JSON.stringify(lines)).toContain('the disk is full');
});

test('a sweep begins after the one that is running', async () => {
  let running = 0;
  let most = 0;
  const service = {
    async sweep() {
      running++;
      most = Math.max(most, running);
      await Promise.resolve();
      running--;
    },
  };
  const sweeps = new Sweeps([service], () => {});
  await Promise.all([sweeps.run(), sweeps.run()]);
  expect(most).toBe(1);
});
