import { setImmediate as nextTurn } from 'node:timers/promises';
import { Lane } from '../../../services/apigateway/lane';

test('so many tasks run at once; others wait, leave with their caller, or are refused', async () => {
  const lane = new Lane(2, { length: 2, milliseconds: 500_000 });
  const begun: string[] = [];
  const end = new Map<string, () => void>();
  const { signal } = new AbortController();
  const task = (name: string, of = signal) =>
    lane
      .run(() => {
        begun.push(name);
        return new Promise<string>((resolve) => end.set(name, () => resolve(name)));
      }, of)
      .catch((error: Error) => `${name}: ${error.name}`);
  const abort = new AbortController();
  const results = [task('a'), task('b'), task('c', abort.signal), task('d')];
  expect(await task('e')).toBe('e: TooManyRequestsException');
  expect(begun).toEqual(['a', 'b']);
  abort.abort(Object.assign(new Error('left'), { name: 'Left' }));
  end.get('a')?.();
  await nextTurn();
  expect(begun).toEqual(['a', 'b', 'd']);
  end.get('b')?.();
  end.get('d')?.();
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c: Left', 'd']);
  expect(await lane.run(async () => 'free', signal)).toBe('free');
});

test('a task that fails passes its place on', async () => {
  const lane = new Lane(1, { length: 1, milliseconds: 500_000 });
  const { signal } = new AbortController();
  const failing = lane.run(async () => Promise.reject(new Error('failed')), signal);
  const next = lane.run(async () => 'next', signal);
  await expect(failing).rejects.toThrow('failed');
  expect(await next).toBe('next');
});
