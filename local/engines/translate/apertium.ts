import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Apertium failed to translate a text. */
class ApertiumError extends Error {
  override readonly name = 'ApertiumError';
}

/** Milliseconds. Ten thousand bytes take a second; a pipeline that takes much longer is stuck. */
const patience = 60_000;

/**
 * Translates a text by one of Apertium's modes. Words that Apertium does not know stay as they are. Throws {@link
 * ApertiumError}.
 */
export async function apertium(program: string, mode: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'omnistream-apertium-'));
  try {
    // The text is passed in a file, because the script opens /dev/stdin again, which fails if Node's pipe is a socket.
    const file = join(folder, 'text');
    await writeFile(file, text);
    const translated = await pipeline(program, ['-u', mode, file]);
    // The script's status does not show when a stage of the pipeline fails.
    if (translated.trim() === '' && text.trim() !== '') throw new ApertiumError(`apertium ${mode} answered nothing`);
    return translated;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pipeline(program: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // The script starts a pipeline. It gets a process group of its own, so that all of the pipeline can be killed.
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
