import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInterruption, maxRepeats } from '../worker-process';

/** Apertium failed to translate a text. */
class ApertiumError extends Error {
  override readonly name = 'ApertiumError';
}

/** The beginning of the names of the folders of texts; the id of their process follows. */
const folderPrefix = 'omnistream-apertium-';

/** Removes the texts of runtimes that were killed. */
export function sweepTexts(): void {
  const folders = tmpdir();
  for (const name of readdirSync(folders)) {
    const pid = name.startsWith(folderPrefix) && /^\d+(?=-)/.exec(name.slice(folderPrefix.length))?.[0];
    if (!pid || isAlive(Number(pid))) continue;
    // Another runtime may remove it at the same time.
    rmSync(join(folders, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Milliseconds. Ten thousand bytes take a second; a pipeline that takes much longer is stuck. */
const timeout = 60_000;

/**
 * Translates a text by one of Apertium's modes. Words that Apertium does not know stay as they are. Throws {@link
 * ApertiumError}.
 */
export async function apertium(program: string, mode: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  try {
    // The text is passed in a file, because the script opens /dev/stdin again, which fails if Node's pipe is a socket.
    const file = join(folder, 'text');
    await writeFile(file, text);
    const translated = await repeated(() => pipeline(program, ['-u', mode, file]));
    // The script's status does not show when a stage of the pipeline fails.
    if (translated.trim() === '' && text.trim() !== '') throw new ApertiumError(`apertium ${mode} returned nothing`);
    return translated;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A pipeline was ended from outside. */
class Interrupted extends ApertiumError {}

async function repeated(run: () => Promise<string>): Promise<string> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Interrupted) || repeats === maxRepeats) throw error;
    }
  }
}

function pipeline(program: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // The script starts a pipeline. It gets a process group of its own, so that all of the pipeline can be killed.
    const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stdout: Buffer[] = [];
    let stderr = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeout);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-2000);
    });
    child.once('error', (error) => reject(new ApertiumError(error.message)));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(stdout).toString());
      else {
        const Failure = isInterruption(signal) && !isLate ? Interrupted : ApertiumError;
        reject(new Failure(`apertium exited with ${signal ?? `status ${code}`}: ${stderr.trim()}`));
      }
    });
  });
}
