import type { ChildProcess } from 'node:child_process';
import type { LimitName, WorkerLimits } from './limits';
import { memoryMeter } from './memory';

/**
 * Watches the memory and the silence of a process, and calls `exceeded` once when it reaches one of these limits. It stops
 * when the process ends, and keeps neither the runtime nor a test alive.
 */
export function watchLimits(child: ChildProcess, limits: WorkerLimits, exceeded: (limit: LimitName) => void): void {
  const meter = memoryMeter();
  let ended = false;
  const stop = () => {
    ended = true;
    clearTimeout(measuring);
    clearTimeout(silence);
  };
  const end = (limit: LimitName) => {
    if (ended) return;
    stop();
    exceeded(limit);
  };
  const silence = setTimeout(() => end('silence'), limits.silentSeconds * 1000).unref();
  let measuring: NodeJS.Timeout | undefined;
  const measureLater = () => {
    if (meter && !ended) measuring = setTimeout(measure, meter.interval).unref();
  };
  const measure = async () => {
    const bytes = child.pid === undefined ? 0 : await meter?.measure(child.pid);
    if (bytes !== undefined && bytes > limits.memoryBytes) end('memory');
    measureLater();
  };
  child.on('message', () => {
    if (!ended) silence.refresh();
  });
  child.once('error', stop).once('close', stop);
  measureLater();
}
