import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A local socket named after the folder: unlike a file with a process id, it cannot outlive its process. */
function socketOf(home: string): string {
  const name = `omnistream-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

const answers = (socket: string) =>
  new Promise<boolean>((resolve) => {
    const client = connect(socket);
    client.once('connect', () => {
      client.destroy();
      resolve(true);
    });
    client.once('error', () => resolve(false));
  });

/** Takes the folder for this process until it ends. Throws when another one has it: two would spoil each other's data. */
export async function lockHome(home: string): Promise<void> {
  const socket = socketOf(home);
  if (await answers(socket)) throw new Error(`another OmniStream runs on ${home}; choose another by OMNISTREAM_HOME`);
  if (process.platform !== 'win32') rmSync(socket, { force: true });
  const server = createServer((client) => client.end());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  server.unref();
}
