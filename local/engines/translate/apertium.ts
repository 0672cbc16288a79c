import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Apertium could not do. */
export class ApertiumError extends Error {
  override readonly name = 'ApertiumError';
}

/** Ten thousand bytes take a second; a pipeline that takes so much longer hangs. */
const patience = 60_000;

/**
 * Translates a text by one of Apertium's modes; words that it does not know stay as they are.
 * Throws {@link ApertiumError}.
 */
export async function apertium(program: string, mode: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'omnistream-apertium-'));
  try {
    // By a file: the script opens /dev/stdin again, which it cannot when Node gives it a socket.
    const file = join(folder, 'text');
    await writeFile(file, text);
    const translated = await pipeline(program, ['-u', mode, file]);
    // A stage of the pipeline that fails does not change the script's status.
    if (translated.trim() === '' && text.trim() !== '') throw new ApertiumError(`apertium ${mode} answered nothing`);
    return translated;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pipeline(program: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own: the script starts a pipeline, all of which has to end.
    const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stdout: Buffer[] = [];
    let stderr = '';
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, patience);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-2000);
    });
    child.once('error', (error) => reject(new ApertiumError(error.message)));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(stdout).toString());
      else reject(new ApertiumError(`apertium ended by ${signal ?? `status ${code}`}: ${stderr.trim()}`));
    });
  });
}
