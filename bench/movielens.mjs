// Compares the local recommender with popularity in predicting what viewers watch next, on MovieLens's ratings.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { bundleOptions } from '@omnistream/local';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const places = 10;
/** Users with fewer ratings have too little data. */
const leastRatings = 5;

/** The engine, bundled like by `npm start`. */
async function loadEngine() {
  const outfile = join(root, 'dist', 'bench-recommender.cjs');
  const contents = "export { Recommender, trainModel } from '@omnistream/local/test';";
  await build({ ...bundleOptions, stdin: { contents, resolveDir: root }, outfile });
  return createRequire(import.meta.url)(outfile);
}

/** Rows of `ratings.csv`: user, item, rating and optionally seconds since 1970. */
function readRatings(path) {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/).filter(Boolean);
  if (!/^\d/.test(lines[0])) lines.shift();
  return lines.map((line) => {
    const [user, item, , seconds] = line.split(',');
    return { user, item, at: seconds === undefined ? undefined : Number(seconds) * 1000 };
  });
}

/** Replaces the order in which a user watched, in files without times. It is the same in every run. */
const shuffled = ({ user, item }) => createHash('sha256').update(`${user} ${item}`).digest('hex');

/** Splits the ratings: each user's last rating must be predicted from the earlier ones. */
function split(ratings) {
  const byUser = new Map();
  for (const one of ratings) {
    if (!byUser.has(one.user)) byUser.set(one.user, []);
    byUser.get(one.user).push(one);
  }
  const hasTimes = ratings.every(({ at }) => at !== undefined);
  const train = [];
  const wanted = new Map();
  for (const [user, rows] of byUser) {
    const keyed = rows.map((row) => [hasTimes ? row.at : shuffled(row), row]);
    keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const ordered = keyed.map(([, row]) => row);
    if (rows.length >= leastRatings) wanted.set(user, ordered.pop().item);
    // Without times, all ratings are equally old.
    train.push(...ordered.map((row) => ({ ...row, at: row.at ?? 0, type: 'Finish' })));
  }
  return { train, wanted, hasTimes };
}

/** Means over users: how often the wanted item is among the ten, and how close to the top. */
function measure(wanted, rank) {
  let [hits, gain] = [0, 0];
  for (const [user, item] of wanted) {
    const place = rank(user).indexOf(item);
    if (place < 0) continue;
    hits++;
    gain += 1 / Math.log2(place + 2);
  }
  return { hitRate: hits / wanted.size, ndcg: gain / wanted.size };
}

/**
 * Trains on all ratings except each user's last one, and requests the ten titles that each user would watch next, without
 * those already watched. A rating of any value counts as a finished title. The reference is popularity by number of users.
 * Files without times have no last rating: the one held out is then picked by a hash.
 * @param path `ratings.csv`, or its folder. Returns `undefined` if there is none
 */
export async function benchMovielens(path) {
  if (!path || !existsSync(path)) return undefined;
  const file = statSync(path).isDirectory() ? join(path, 'ratings.csv') : path;
  const { Recommender, trainModel } = await loadEngine();
  const { train: seen, wanted, hasTimes } = split(readRatings(file));
  const never = Number.POSITIVE_INFINITY;
  const recommender = new Recommender({
    // The ratings are years old and cover several years.
    ...{ tasteHalfLife: never, popularityHalfLife: never },
    ...(!hasTimes && { recencyHalf: never }),
  });
  for (const one of seen) recommender.add(one);
  const before = performance.now();
  const { lambda, ...set } = recommender.trainingSet();
  recommender.use(trainModel(set, lambda));
  const seconds = (performance.now() - before) / 1000;
  const unseen = (ranked, user) => {
    const cells = recommender.history.cells(user);
    const result = [];
    for (const { item } of ranked) if (!cells.has(item) && result.push(item) === places) break;
    return result;
  };
  const popular = recommender.popular();
  return {
    users: wanted.size,
    hasTimes,
    seconds,
    items: set.items.length,
    engine: measure(wanted, (user) => unseen(recommender.topPicks(user, 0), user)),
    popularity: measure(wanted, (user) => unseen(popular, user)),
  };
}
