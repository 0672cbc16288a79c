import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3, type Laptop, startLaptop } from '@omnistream/local/test';
import { rankIfNew } from '../../../lambda/personalization/lake-news';
import { LakeFiles } from '../../../lambda/personalization/lake-news.client';

let laptop: Laptop;
let s3: S3Client;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createS3(kernel)]);
  s3 = new S3Client(laptop.clientConfig);
});

afterAll(async () => {
  s3.destroy();
  await laptop.stop();
});

/** A lake, and the rankings that were computed from it. */
async function world(name: string) {
  const { ref: Bucket } = await laptop.deploy('AWS::S3::Bucket', name, {});
  const ranked: string[] = [];
  const state = { now: new Date('2026-03-10T12:00:00Z'), fails: false };
  const rankings = {
    seen: async () => ranked.at(-1),
    start: async (news: string) => void (state.fails || ranked.push(news)),
  };
  return {
    state,
    write: (key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket, Key: key, Body })),
    run: () => rankIfNew({ lake: new LakeFiles(s3, Bucket), rankings, now: () => state.now }),
  };
}

test('rankings are computed once for each state of the lake', async () => {
  const { run, write } = await world('Lake1');
  expect([await run(), await run()]).toEqual([true, false]);
  await write('interactions/day=2026-03-10/event=watch/one');
  expect([await run(), await run()]).toEqual([true, false]);
  await write('interactions/day=2026-03-10/event=watch/two');
  expect([await run(), await run()]).toEqual([true, false]);
});

test('late events are news, however late the API accepts them', async () => {
  const { run, write } = await world('Lake2');
  await write('interactions/day=2026-03-10/event=watch/one');
  await run();
  await write('interactions/day=2026-03-03/event=watch/late');
  expect([await run(), await run()]).toEqual([true, false]);
  await write('interactions/day=2026-03-02/event=watch/later');
  expect(await run()).toBe(true);
});

test('a new day is news, since the periods of the rankings begin later', async () => {
  const { run, write, state } = await world('Lake3');
  await write('interactions/day=2026-03-10/event=watch/one');
  await run();
  state.now = new Date('2026-03-10T23:59:59Z');
  expect(await run()).toBe(false);
  state.now = new Date('2026-03-11T00:00:00Z');
  expect([await run(), await run()]).toEqual([true, false]);
});

test('rankings that failed are computed again', async () => {
  const { run, state } = await world('Lake4');
  state.fails = true;
  expect([await run(), await run()]).toEqual([true, true]);
  state.fails = false;
  expect([await run(), await run()]).toEqual([true, false]);
});

test('files of other tables and of older days are not read', async () => {
  const { run, write } = await world('Lake5');
  await run();
  await write('catalogue/day=2026-03-10/one');
  await write('edge/one');
  await write('results/one');
  await write('interactions/day=2026-02-28/event=watch/old');
  expect(await run()).toBe(false);
});
