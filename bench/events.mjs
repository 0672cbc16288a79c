// Measures the interactions per second of the handler on one thread, over only parsing and validating the same batches with
// JSON.parse and zod. Tables, and Firehose and Personalize behind the adapters, respond at once from memory.
import { randomUUID } from 'node:crypto';
import { bundleRules } from './bundle-rules.mjs';
import { median } from './median.mjs';

const rounds = 31;
const batchesPerRound = 20;
const perBatch = 100;
const asset = (letter) => `a${letter.repeat(21)}`;
const token = () => randomUUID().replaceAll('-', '');

/** The events of a page whose viewer watches a film: mostly progress and quality. */
function batch(now) {
  const visit = token();
  const common = (index) => ({ v: 1, id: token(), at: now - (perBatch - index) * 1000, visit });
  const events = Array.from({ length: perBatch }, (_, index) => {
    const letter = 'abcdefgh'[index % 8];
    const film = { assetId: asset(letter), sessionId: letter.repeat(22) };
    if (index % 10 === 0)
      return { ...common(index), type: 'click', assetId: film.assetId, rank: 3, rowId: 'top-picks' };
    if (index % 2 === 0) {
      const counts = { rebufferCount: 0, rebufferMs: 0, errors: 0, droppedFrames: 2 };
      return { ...common(index), type: 'quality', ...film, playedMs: 20_000, bitrateKbps: 4200.5, ...counts };
    }
    const where = { from: index * 20, position: index * 20 + 20, duration: 5400, watched: 20 };
    return { ...common(index), type: 'watch', ...film, ...where, audio: 'en', captions: 'es', rowId: 'top-picks' };
  });
  return JSON.stringify({ device: 'tv', sentAt: now, events });
}

/** A store of rows in memory, by the id that a viewer's row has. */
const inMemory = (rows, idOf) => ({
  find: async (userId) => rows.get(idOf(userId)),
  write: async (row) => {
    rows.set(row.id, row);
    return true;
  },
});

/** Events per second, medians: `{ handler, bare }`. */
export async function benchEvents(folder) {
  const { events, http, observed, FirehoseStream, EventTrackers, eventBatch, interaction } = await bundleRules(
    folder,
    'events',
    `export { events } from './lambda/interactions/events';
     export { FirehoseStream } from './lambda/interactions/stream.client';
     export { EventTrackers } from './lambda/interactions/tracker.client';
     export { http } from './lambda/shared/http';
     export { observed } from './lambda/shared/observed';
     export { eventBatch, interaction } from './lambda/shared/interactions';`,
  );
  const [rows, paces] = [new Map(), new Map()];
  // Each viewer has opened a session of each film a day ago.
  const sessionOf = (id, userId) => ({
    ...{ id, userId, assetId: asset(id[0]), durationSeconds: 5400 },
    ...{ startedAt: Date.now() - 86_400_000, endsAt: Date.now() + 86_400_000 },
  });
  const firehose = {
    send: async ({ input }) => ({ RequestResponses: input.Records.map((_, index) => ({ RecordId: String(index) })) }),
  };
  let viewer = 0;
  const viewers = 8;
  const handle = http(
    events({
      viewers: { ensure: async () => ({ personalised: true, pseudonym: `p${viewer}` }) },
      activity: inMemory(rows, (id) => id),
      paces: inMemory(paces, (id) => `pace:${id}`),
      playback: { read: async (ids) => new Map(ids.map((id) => [id, sessionOf(id, `v${viewer}`)])) },
      stream: new FirehoseStream(firehose, 'stream'),
      tracker: new EventTrackers({ send: async () => ({}) }, ['tracker']),
      now: () => new Date(),
    }),
  );
  const handler = observed(handle);
  const take = async (body) => {
    viewer = (viewer + 1) % viewers;
    const { statusCode, body: answer } = await handler(
      {
        routeKey: 'POST /api/events',
        headers: { 'content-type': 'application/json' },
        // Each batch has another viewer, whose row has 400 earlier events, close to the limit per minute.
        requestContext: {
          requestId: 'r',
          authorizer: { lambda: { sub: `v${viewer}`, username: 'u', groups: 'viewer' } },
        },
        body,
        isBase64Encoded: false,
      },
      {},
    );
    if (statusCode !== 200 || !answer.startsWith(`{"accepted":${perBatch},`)) throw new Error(`it returned ${answer}`);
  };
  const bare = (body) => {
    for (const event of eventBatch.parse(JSON.parse(body)).events) interaction.parse(event);
  };

  // All rounds use the same batches, so that their creation is not measured. The rows of viewers are reset.
  const bodies = Array.from({ length: batchesPerRound }, () => batch(Date.now()));
  const times = { take: [], bare: [] };
  for (let round = 0; round < rounds + 3; round += 1) {
    rows.clear();
    paces.clear();
    for (const id of Array.from({ length: viewers }, (_, index) => `v${index}`)) {
      const recent = new Uint8Array(400 * 6).map(() => Math.random() * 256);
      rows.set(id, { id, revision: 1, recent, watched: [], expiresAt: 0 });
    }
    for (const [name, work] of [
      ['take', take],
      ['bare', bare],
    ]) {
      const startedAt = performance.now();
      for (const body of bodies) await work(body);
      // The first rounds are warm-up.
      if (round >= 3) times[name].push(performance.now() - startedAt);
    }
  }
  const perSecond = (list) => (batchesPerRound * perBatch * 1000) / median(list);
  return { handler: perSecond(times.take), bare: perSecond(times.bare) };
}
