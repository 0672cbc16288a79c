import type { Answer, Task } from './messages';
import type { Progress } from './plan';
import { probeFile } from './probe';
import { runByFfmpeg } from './run-ffmpeg';
import { runByNodeAv } from './run-node-av';

/**
 * The process that transcodes. Native code runs apart from the runtime, so that a fault in it costs one job; and the
 * process ends with the runtime, however that ends.
 */
process.once('disconnect', () => process.exit(1));
// The runtime decides what Ctrl-C means.
process.on('SIGINT', () => {});

/** Milliseconds between two reports. */
const reportEvery = 250;
let lastReport = 0;

function report({ seconds, frames }: Progress): void {
  const now = Date.now();
  if (now - lastReport < reportEvery) return;
  lastReport = now;
  answer({ kind: 'progress', seconds, frames });
}

function answer(message: Answer, then?: () => void): void {
  process.send?.(message, undefined, {}, () => then?.());
}

async function perform(task: Task) {
  if (task.kind === 'probe') return probeFile(task.path);
  const { driver, plan } = task;
  return driver.kind === 'ffmpeg' ? runByFfmpeg(driver.path, plan, report) : runByNodeAv(plan, report);
}

process.once('message', (task: Task) => {
  perform(task).then(
    (result) => answer({ kind: 'done', result }, () => process.exit(0)),
    (error: Error) => answer({ kind: 'failed', message: error.message }, () => process.exit(0)),
  );
});
