import { join } from 'node:path';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { films, omnistream, type Platform, startPlatform } from '../support/platform';

const film = join(films, 'film-en.mp4');
const owner = { region: 'eu-west-1', credentials: { accessKeyId: 'omnistream', secretAccessKey: 'omnistream' } };
let platform: Platform;

async function until<T>(read: () => Promise<T> | T, holds: (value: T) => boolean, seconds: number): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`not within ${seconds} s; last: ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 250));
  }
}

async function jobs() {
  const client = new MediaConvertClient({ ...owner, endpoint: platform.aws });
  const { Jobs = [] } = await client.send(new ListJobsCommand({}));
  client.destroy();
  return Jobs;
}

async function executions() {
  const client = new SFNClient({ ...owner, endpoint: platform.aws });
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const { stateMachineArn } = stateMachines[0] ?? {};
  const { executions: found = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
  client.destroy();
  return found;
}

beforeAll(async () => {
  platform = await startPlatform();
}, 60_000);

afterAll(() => platform.stop());

test('a runtime that is killed in the midst of a transcode goes on, and encodes once', async () => {
  const { json, status, stderr } = omnistream(platform, 'upload', film);
  if (status !== 0) throw new Error(stderr);
  await until(jobs, (found) => found.some(({ Status }) => Status === 'PROGRESSING'), 30);
  const { home, port } = platform;
  await platform.kill();
  platform = await startPlatform({ home, port });
  const read = () => omnistream(platform, 'status', json.id).json;
  const asset = await until(read, (found) => ['READY', 'FAILED'].includes(found?.status), 120);
  expect(asset.status).toBe('READY');
  expect(await jobs()).toHaveLength(1);
  expect((await executions()).map(({ status: state }) => state)).toEqual(['SUCCEEDED']);
}, 240_000);

test('after a restart everything is still there', async () => {
  const before = omnistream(platform, 'assets').json;
  const { home, port } = platform;
  await platform.stop();
  platform = await startPlatform({ home, port });
  expect(omnistream(platform, 'assets').json).toEqual(before);
  const [asset] = before.assets;
  const playback = omnistream(platform, 'playback', asset.id).json;
  const cookie = Object.entries(playback.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  expect((await fetch(playback.hls, { headers: { cookie } })).status).toBe(200);
}, 60_000);
