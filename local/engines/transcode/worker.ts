import { runOneTask } from '../worker-main';
import type { TranscodeTask, TranscodeTaskResult } from './messages';
import type { Progress } from './plan';
import { probeFile } from './probe';
import { runByFfmpeg } from './run-ffmpeg';
import { runByNodeAv } from './run-node-av';

/** Milliseconds between two progress messages. */
const reportInterval = 250;

/** The process that transcodes or probes one file. */
runOneTask(async (task: TranscodeTask, onProgress: (progress: Progress) => void): Promise<TranscodeTaskResult> => {
  if (task.kind === 'probe') return probeFile(task.path);
  let lastReport = 0;
  const report = ({ seconds, frames }: Progress) => {
    const now = Date.now();
    if (now - lastReport < reportInterval) return;
    lastReport = now;
    onProgress({ seconds, frames });
  };
  const { driver, plan } = task;
  return driver.kind === 'ffmpeg' ? runByFfmpeg(driver.path, plan, report) : runByNodeAv(plan, report);
});
