import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Starts the process that synthesizes for this run's tests. It does nothing, and costs next to nothing, until asked. */
export default function startSynthesizer() {
  const folder = mkdtempSync(join(tmpdir(), 'omnistream-synth-'));
  // The workers, which jest starts after this, find it there.
  process.env.OMNISTREAM_SYNTHESES = folder;
  const server = spawn(process.execPath, [fileURLToPath(new URL('server.mjs', import.meta.url)), folder], {
    // It ends with its standard input, and so with this process, however that one ends.
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  server.unref();
  server.stdin.unref();
  globalThis.omnistreamSynthesizer = server;
}
