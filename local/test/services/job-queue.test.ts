import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobQueue } from '../../services/job-queue';
import { until } from '../../testing/until';

/** A queue with one job, whose attempts end by these errors, one after another, and then well. */
function queueOf(errors: Error[], failures: Error[] = [], diskPause = 1) {
  const lines: string[] = [];
  const ended: string[] = [];
  let isReady = true;
  let attempts = 0;
  const queue = new JobQueue({
    concurrency: 1,
    workFolder: join(mkdtempSync(join(tmpdir(), 'queue-')), 'work'),
    diskPause,
    log: (service, message) => lines.push(`${service}: ${message}`),
    ready: () => (isReady ? ['job'] : []),
    async perform() {
      isReady = false;
      attempts += 1;
      const error = errors.shift();
      if (error) throw error;
      ended.push('done');
    },
    repeat: () => {
      isReady = true;
    },
    async failed(_, error) {
      const failure = failures.shift();
      if (failure) throw failure;
      ended.push(error.message);
    },
  });
  queue.start();
  return { queue, lines, ended, attempts: () => attempts };
}

const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

test('a job that a full disk interrupts waits, runs again, and has not failed', async () => {
  const { queue, ended, lines, attempts } = queueOf([
    full(),
    // What an encoder reports, within the error of its job.
    new Error('The job failed', { cause: new Error('write: No space left on device') }),
  ]);
  await until(() => ended.length > 0);
  expect(ended).toEqual(['done']);
  expect(attempts()).toBe(3);
  expect(lines[0]).toBe(
    'disk: The disk cannot be written, so jobs wait until it can: ENOSPC: no space left on device, write',
  );
  await queue.stop();
});

test('a job whose failure cannot be recorded fails later', async () => {
  const { queue, ended } = queueOf([new Error('damaged'), new Error('damaged')], [full()]);
  await until(() => ended.length > 0);
  expect(ended).toEqual(['damaged']);
  await queue.stop();
});

test('a queue that waits for the disk stops at once, and runs nothing afterwards', async () => {
  const { queue, ended, attempts, lines } = queueOf([full()], [], 1_000_000);
  await until(() => lines.length > 0);
  await queue.stop();
  queue.runReady();
  expect(attempts()).toBe(1);
  expect(ended).toEqual([]);
});
