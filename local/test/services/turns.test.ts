import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from '../../services/turns';

test('tasks beyond the limit wait for one that ends, by success or failure, in their order', async () => {
  const turns = new Turns(2);
  const started: number[] = [];
  const end: ((failure?: Error) => void)[] = [];
  const task = (id: number) =>
    turns
      .run(() => {
        started.push(id);
        return new Promise<string>((resolve, reject) => {
          end[id] = (failure) => (failure ? reject(failure) : resolve(`${id}`));
        });
      })
      .catch((error: Error) => error.message);
  const tasks = [0, 1, 2, 3].map(task);
  await nextTurn();
  expect(started).toEqual([0, 1]);
  end[1]?.(new Error('failed'));
  await nextTurn();
  expect(started).toEqual([0, 1, 2]);
  end[0]?.();
  await nextTurn();
  expect(started).toEqual([0, 1, 2, 3]);
  end[2]?.();
  end[3]?.();
  expect(await Promise.all(tasks)).toEqual(['0', 'failed', '2', '3']);
  expect(await turns.run(async () => 'free')).toBe('free');
});
