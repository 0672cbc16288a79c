import type { ChildProcess } from 'node:child_process';
import type { LimitName, WorkerLimits } from './limits';
import { memoryMeter } from './memory';

/**
 * Calls `exceeded` once when a process has sent no message for so many seconds. Returns a function that ends the watch;
 * it also ends with the process, and keeps neither the runtime nor a test alive.
 */
export function watchSilence(child: ChildProcess, silentSeconds: number, exceeded: () => void): () => void {
  let ended = false;
  const stop = () => {
    ended = true;
    clearTimeout(silence);
  };
  const silence = setTimeout(() => {
    stop();
    exceeded();
  }, silentSeconds * 1000).unref();
  child.on('message', () => {
    if (!ended) silence.refresh();
  });
  child.once('error', stop).once('close', stop);
  return stop;
}

/** Watches the memory and the silence of a process, and calls `exceeded` once when it reaches one of these limits. */
export function watchLimits(child: ChildProcess, limits: WorkerLimits, exceeded: (limit: LimitName) => void): void {
  const meter = memoryMeter();
  let ended = false;
  let measuring: NodeJS.Timeout | undefined;
  const stop = () => {
    ended = true;
    stopSilence();
    clearTimeout(measuring);
  };
  const end = (limit: LimitName) => {
    if (ended) return;
    stop();
    exceeded(limit);
  };
  const stopSilence = watchSilence(child, limits.silentSeconds, () => end('silence'));
  const measureLater = () => {
    if (meter && !ended) measuring = setTimeout(measure, meter.interval).unref();
  };
  const measure = async () => {
    const bytes = child.pid === undefined ? 0 : await meter?.measure(child.pid);
    if (bytes !== undefined && bytes > limits.memoryBytes) end('memory');
    measureLater();
  };
  child.once('error', stop).once('close', stop);
  measureLater();
}
