// `npm run bench [-- FILM [SHORTER [RATINGS]]]`: makes all measurements of bench/README.md in one run.
import { cpus, loadavg, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { benchAuthorisations } from '../bench/authorisations.mjs';
import { benchDub } from '../bench/dub.mjs';
import { benchEdgeCache } from '../bench/edge-cache.mjs';
import { benchEdgeFunction } from '../bench/edge-function.mjs';
import { benchEvents } from '../bench/events.mjs';
import { benchFreshness } from '../bench/freshness.mjs';
import { benchHandlers } from '../bench/handlers.mjs';
import { benchInvoke } from '../bench/invoke.mjs';
import { median } from '../bench/median.mjs';
import { benchMovielens } from '../bench/movielens.mjs';
import { benchPipeline } from '../bench/pipeline.mjs';
import { benchStart } from '../bench/start.mjs';
import { benchSynth } from '../bench/synth.mjs';
import { print } from '../bench/table.mjs';
import { makeWorkspace, removeWorkspace } from '../bench/workspace.mjs';

const film = resolve(process.argv[2] ?? 'samples/film-en.mp4');
const shorter = resolve(process.argv[3] ?? 'samples/presenter-en.mp4');
/** MovieLens's `ratings.csv`, or its folder. Its licence allows measurements but not redistribution. */
const ratings = process.argv[4] ?? process.env.MOVIELENS;
const rounds = 3;

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
// The environment of every function: lambda/shared/stage.ts.
process.env.STAGE ??= 'bench';
const load = () => loadavg()[0].toFixed(1);
const loadBefore = load();
const say = (text) => console.error(`… ${text}`);

const folder = makeWorkspace();
try {
  say('npm start, cold and warm');
  const start = await benchStart(folder);
  say('cdk synth');
  const synth = benchSynth(folder);
  say('Lambda bundles');
  const handlers = benchHandlers(folder);
  say('a dub of two hours');
  const dub = await benchDub(resolve(folder, 'dist/lambda/dub/index.js'));
  say('Lambda invoke');
  const invoke = await benchInvoke(folder);
  say('playback authorisations');
  const authorisations = await benchAuthorisations(folder);
  say('interactions');
  const events = await benchEvents(folder);
  say('the edge: its function, and what two sessions share');
  const edgeFunction = await benchEdgeFunction(folder);
  const edgeCache = await benchEdgeCache(folder, film);
  say('freshness of reports and rows');
  const freshness = await benchFreshness(folder, film);
  say('recommendations');
  const recommended = await benchMovielens(ratings);
  if (!recommended) say('skipped: MOVIELENS names no ratings.csv');
  say(`pipeline, ${rounds} times ${film}`);
  const pipeline = await benchPipeline(folder, film, shorter, rounds);

  console.log(
    `\n${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}; ` +
      `load before ${loadBefore}, now ${load()}\n`,
  );
  print([
    {
      what: 'upload complete → plays / encode alone',
      value: pipeline.playable,
      reference: pipeline.reference,
      unit: 's',
      limit: 1.15,
    },
    { what: 'upload complete → READY / encode alone', value: pipeline.ready, reference: pipeline.reference, unit: 's' },
    {
      what: 'state transitions, film / shorter film',
      value: pipeline.transitions[0],
      reference: pipeline.transitions[1],
      unit: '',
      limit: 1,
    },
    { what: 'npm start → ready, warm', value: start.warm, unit: 's', limit: 5, of: 'value' },
    { what: 'npm start → ready, nothing built', value: start.cold, unit: 's', limit: 5, of: 'value' },
    { what: 'Invoke, warm, empty handler / direct call', value: invoke.overHttp, reference: invoke.direct, unit: 'ms' },
    { what: 'Invoke, warm, minus direct call', value: invoke.overHttp - invoke.direct, unit: 'ms' },
    {
      what: `cdk synth, warm / empty app of ${synth.stacks} stacks`,
      value: synth.own,
      reference: synth.reference,
      unit: 's',
      limit: 1.5,
    },
    {
      what: `dub's peak memory, 2 h / 1 min`,
      value: dub.twoHoursMegabytes,
      reference: dub.oneMinuteMegabytes,
      unit: 'MB',
      limit: 1.1,
    },
    {
      what: 'playback authorised / JWT and ECDSA alone',
      // The ratio compares times, so that less is better as in all measurements: 1.43 times as long is 0.7 times as many.
      value: 1000 / authorisations.handler,
      reference: 1000 / authorisations.bare,
      unit: 'ms',
      limit: 1.43,
    },
    {
      what: 'interaction taken / JSON.parse and zod alone',
      value: 1e6 / events.handler,
      reference: 1e6 / events.bare,
      unit: 'µs',
      limit: 2,
    },
    { what: 'edge function: size', value: edgeFunction.kilobytes, unit: 'KiB', limit: 10, of: 'value' },
    {
      what: 'edge function: call / one that does nothing',
      value: edgeFunction.microseconds,
      reference: edgeFunction.empty,
      unit: 'µs',
    },
    {
      what: 'segments of a second session that are not at the edge',
      value: edgeCache.segments - edgeCache.hits,
      unit: `of ${edgeCache.segments}`,
      limit: 0,
      of: 'value',
    },
    { what: 'event accepted → counted in the lake, p95', value: freshness.report, unit: 's' },
    { what: 'film watched → gone from the row, p95', value: freshness.row, unit: 's' },
    { what: 'file delivered → counted in the lake, p95', value: freshness.delivery, unit: 's' },
    // The ratio is popularity over the recommender, because less is better in all measurements: half is twice as good.
    ...(recommended
      ? [
          {
            what: 'hit rate@10 of popularity / of the recommender',
            value: recommended.popularity.hitRate,
            reference: recommended.engine.hitRate,
            unit: '',
            limit: 0.5,
          },
          {
            what: 'NDCG@10 of popularity / of the recommender',
            value: recommended.popularity.ndcg,
            reference: recommended.engine.ndcg,
            unit: '',
            limit: 0.5,
          },
          { what: `training on ${recommended.items} titles`, value: recommended.seconds, unit: 's' },
        ]
      : []),
    {
      what: 'bundles, median',
      value: median(handlers.map(({ kilobytes }) => kilobytes)),
      unit: 'KB',
      limit: 200,
      of: 'value',
    },
    ...handlers.flatMap(({ handler, kilobytes, init, empty }) => {
      const isAuthorizer = handler === 'authorizer';
      return [
        { what: `${handler}: bundle`, value: kilobytes, unit: 'KB', limit: isAuthorizer ? 20 : 300, of: 'value' },
        {
          what: `${handler}: init / empty handler`,
          value: init,
          reference: empty,
          unit: 'ms',
          limit: isAuthorizer ? 4 : 10,
        },
      ];
    }),
  ]);
} finally {
  removeWorkspace(folder);
}
