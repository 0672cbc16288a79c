// Measures the age of displayed data: from an event that the API accepted to the report that counts it and to the changed
// row, and from a file that the edge delivered to the report of deliveries.
import { resolve } from 'node:path';
import { bundleRules } from './bundle-rules.mjs';
import { percentile } from './median.mjs';
import { startPlatform } from './platform.mjs';

const root = resolve(import.meta.dirname, '..');
const genres = ['Drama', 'Comedy', 'Nature', 'Crime'];
const titlesPerGenre = 10;
// More than Personalize's minima, 1,000 interactions and 25 viewers with two each. A view is one interaction.
const viewers = 180;
const viewingsEach = 6;
const samples = 20;

/** Seconds, 95 % of the samples or fewer: `{ report, row, delivery }`. */
export async function benchFreshness(folder, film) {
  const support = await bundleRules(
    folder,
    'freshness',
    `export { each, eventually, publishTitles, Watcher, watched } from './test/support/audience';
     export { askLake } from './test/support/athena';
     export { runStateMachine } from './test/support/state-machine';`,
    root,
  );
  const platform = await startPlatform(folder, process.execPath, ['scripts/start.mjs']);
  const web = `http://127.0.0.1:${platform.port}`;
  const at = { web, owner: platform.aws, home: platform.home };
  try {
    const report = await eventToReport(support, at);
    const row = await eventToRow(support, at);
    const delivery = await fileToReport(support, at, platform.omnistream, film);
    return { report, row, delivery };
  } finally {
    await platform.stop();
  }
}

/** From the API's response to an event until the lake's view contains it. Each sample starts after the previous one. */
async function eventToReport({ Watcher, askLake, eventually, publishTitles, watched }, platform) {
  const [title] = await publishTitles(platform, [{ title: 'Freshness' }]);
  const watcher = await Watcher.invite(platform, 'freshness');
  const query = `SELECT count(*) FROM interactions_once WHERE asset_id = '${title.id}'`;
  const seconds = [];
  let told = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    told += await watcher.tell(watched(title.id, 0.1));
    const acceptedAt = performance.now();
    await eventually('the event in the lake', async () => {
      const [[rows] = []] = await askLake(platform, query);
      return Number(rows) === told || undefined;
    });
    seconds.push((performance.now() - acceptedAt) / 1000);
  }
  return percentile(seconds, 0.95);
}

/** From the API's response to a finished film until the film has left the viewer's row. */
async function eventToRow(support, platform) {
  const { each, eventually, publishTitles, runStateMachine, Watcher, watched } = support;
  const titles = await publishTitles(
    platform,
    genres.flatMap((genre) =>
      Array.from({ length: titlesPerGenre }, (_, index) => ({ title: `${genre} ${index}`, genres: [genre] })),
    ),
  );
  const ofGenre = (genre) => titles.filter((title) => title.genres[0] === genre).map(({ id }) => id);
  const names = Array.from({ length: viewers }, (_, index) => `bench-${index}`);
  const watchers = await each(names, 8, (name) => Watcher.invite(platform, name));
  const count = async () => Number((await support.askLake(platform, 'SELECT count(*) FROM interactions_once'))[0]?.[0]);
  const before = await count();
  // The API may refuse some: only those that it accepted reach the lake.
  const accepted = await each(watchers, 8, (watcher, index) => {
    const own = ofGenre(genres[index % genres.length]);
    return watcher.tell(own.slice(0, viewingsEach).flatMap((id) => watched(id, 0.9)));
  });
  const told = accepted.reduce((sum, events) => sum + events, 0);
  await eventually('the lake to have them', async () => (await count()) - before >= told || undefined);
  await runStateMachine(platform, /lifecycle/i, { pollSeconds: 1 });
  const topPicks = async (watcher) => (await watcher.rows())['top-picks'];
  await eventually('recommenders', async () => {
    const row = await topPicks(watchers[0]);
    return row?.source === 'personalize' || undefined;
  });
  const seconds = await each(watchers.slice(0, samples), 1, async (watcher) => {
    const finished = (await topPicks(watcher)).ids[0];
    await watcher.tell(watched(finished, 1));
    const acceptedAt = performance.now();
    await eventually('a row without the film', async () => {
      const row = await topPicks(watcher);
      return (row && !row.ids.includes(finished)) || undefined;
    });
    return (performance.now() - acceptedAt) / 1000;
  });
  return percentile(seconds, 0.95);
}

/** From the last byte of a segment until the view of deliveries counts it. */
async function fileToReport({ askLake, eventually }, platform, omnistream, film) {
  const { id } = omnistream('upload', film, '--wait');
  const { signedHls } = omnistream('playback', id);
  const playlist = await (await fetch(signedHls)).text();
  const [media] = playlist.match(/^[^#\s].*$/m);
  const [segment] = (await (await fetch(new URL(media, signedHls))).text()).match(/^[^#\s].*$/m);
  const url = new URL(segment, new URL(media, signedHls));
  const query = "SELECT sum(requests) FROM edge_delivery WHERE kind = 'segment'";
  const counted = async () => Number((await askLake(platform, query))[0]?.[0] ?? 0);
  const seconds = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const before = await counted();
    await (await fetch(url)).arrayBuffer();
    const deliveredAt = performance.now();
    await eventually('the delivery in the lake', async () => (await counted()) > before || undefined);
    seconds.push((performance.now() - deliveredAt) / 1000);
  }
  return percentile(seconds, 0.95);
}
