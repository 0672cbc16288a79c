import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { needs, sample, until } from '@omnistream/local/test';
import { omnistream, type Platform, startPlatform } from '../support/platform';

const root = resolve(__dirname, '../..');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The children of a process, by Linux's list. */
const children = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

async function encoding(platform: Platform): Promise<void> {
  const { status, stderr } = omnistream(platform, 'upload', sample('film-en.mp4'), '--language', 'en');
  if (status !== 0) throw new Error(stderr);
  const client = new MediaConvertClient(platform.owner);
  await until(async () => {
    const { Jobs = [] } = await client.send(new ListJobsCommand({}));
    return Jobs.some(({ CurrentPhase }) => CurrentPhase === 'TRANSCODING') && children(platform.pid).length > 0;
  });
  client.destroy();
}

needs('procfs').test('a runtime that gets SIGTERM while engines work ends, and its engines with it', async () => {
  const platform = await startPlatform();
  await encoding(platform);
  const engines = children(platform.pid);
  process.kill(platform.pid, 'SIGTERM');
  await until(() => !isAlive(platform.pid));
  await until(() => !engines.some(isAlive));
  expect(platform.output()).toContain('SIGTERM: stopping');
});

needs('procfs').test(
  'the runtime of an npm start that is killed ends too, although npm cannot pass that on',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'omnistream-'));
    const env = { ...process.env, PORT: '0', OMNISTREAM_HOME: home };
    const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    npm.stdout.on('data', (text) => {
      output += text;
    });
    await until(() => output.includes('OmniStream is ready'));
    const log = readFileSync(join(home, 'runtime.log'), 'utf8');
    const pid = Number(/"message":"starting","pid":(\d+)/.exec(log)?.[1]);
    expect(isAlive(pid)).toBe(true);
    npm.kill('SIGKILL');
    await until(() => !isAlive(pid));
  },
);
