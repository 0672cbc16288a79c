import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../testing/until';

/** A worker that writes down what it used at the most when it ends. */
export interface MeasuredWorker {
  readonly workerPath: string;
  /** Returns the bytes of the last worker, once it has ended by itself. */
  peak(): Promise<number>;
}

export function measuredWorker(workerPath: string): MeasuredWorker {
  const folder = mkdtempSync(join(tmpdir(), 'measured-'));
  const path = join(folder, 'worker.cjs');
  const figure = join(folder, 'peak');
  // `maxRSS` of a process counts its parent's memory from before `exec`; Linux has a figure without it.
  writeFileSync(
    path,
    `const { readFileSync, writeFileSync } = require('node:fs');
    process.on('exit', () => {
      let kilobytes = process.resourceUsage().maxRSS;
      try { kilobytes = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]); } catch {}
      writeFileSync(${JSON.stringify(figure)}, String(kilobytes * 1024));
    });
    require(${JSON.stringify(workerPath)});`,
  );
  return {
    workerPath: path,
    async peak() {
      const bytes = await until(() => existsSync(figure) && Number(readFileSync(figure, 'utf8')));
      rmSync(figure);
      return bytes;
    },
  };
}
