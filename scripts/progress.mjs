// The progress of `npm start`, one line per step, on the terminal and in the runtime's log.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A separate thread, because bundling and loading block the main thread for seconds. It writes directly to the terminal. */
const reminder = `
  const { parentPort, workerData: patience } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const steps = new Map();
  let last = Date.now();
  parentPort.on('message', ({ begun, ended }) => {
    last = Date.now();
    if (begun) steps.set(begun, last);
    steps.delete(ended);
  });
  setInterval(() => {
    if (steps.size === 0 || Date.now() - last < patience) return;
    last = Date.now();
    const texts = [...steps].map(([text, since]) => text + ' (' + Math.round((last - since) / 1000) + ' s)');
    try { writeSync(1, '  … ' + texts.join(', ') + '\\n'); } catch {}
  }, 250);
`;

/**
 * The runtime's log. It is created first, so that it exists even if the start fails. Throws an error with the remedy if
 * the folder cannot be written; later, lines that cannot be written are lost.
 */
export function openLog(home) {
  const file = join(home, 'runtime.log');
  const write = (message, fields = {}) =>
    appendFileSync(
      file,
      `${JSON.stringify({ time: new Date().toISOString(), service: 'start', message, ...fields })}\n`,
      { mode: 0o600 },
    );
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    write('starting', { pid: process.pid, node: process.version });
  } catch (error) {
    const advice = 'Free some space or make it writable, or choose another folder by OMNISTREAM_HOME';
    throw new Error(`the folder ${home} cannot be written: ${error.message}. ${advice}`, { cause: error });
  }
  return (...line) => {
    try {
      write(...line);
    } catch {
      // The runtime reports a disk that is full.
    }
  };
}

/**
 * `begin(text)` starts a step and returns a function that ends it. A step that takes longer is reported again after every
 * `patience` milliseconds.
 */
export function openProgress(log, patience = 2_500) {
  const thread = new Worker(reminder, { eval: true, execArgv: [], workerData: patience });
  thread.unref();
  const begin = (text) => {
    const since = performance.now();
    log(text);
    console.log(`  ${text}`);
    thread.postMessage({ begun: text });
    return () => {
      const seconds = (performance.now() - since) / 1000;
      thread.postMessage({ ended: text });
      log(`done: ${text}`, { seconds: Number(seconds.toFixed(2)) });
      if (seconds >= 1) console.log(`  ${text}: done in ${seconds.toFixed(1)} s`);
    };
  };
  return { begin, close: () => thread.terminate() };
}
