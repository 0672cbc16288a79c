import { ServiceError } from '@omnistream/local/wire';
import type { RouteKey } from '../../../lambda/shared/routes';
import { captureLines } from '../../support/lines';
import { httpEvent, read, someAsset } from '../api/support';
import { film, films, token, World, watch } from './world';

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

const statuses = (body: { events: { status: string }[] }) => body.events.map(({ status }) => status);
const many = (count: number) => Array.from({ length: count }, () => watch());
/** Reports of so many films, each with a session of its own. */
const ofFilms = (count: number) =>
  Promise.all(
    films(count).map(async (assetId) => {
      const id = token();
      await world.open({ id, assetId });
      return watch({ sessionId: id, assetId });
    }),
  );
const lakeIds = () => world.lake.map(({ id }) => id).sort();
/** Of these, so many at random. */
const failing = (share: number) => (count: number) => Array.from({ length: count }, () => Math.random() >= share);

test('what is accepted is in the lake, under the pseudonym of the viewer of the token', async () => {
  const event = watch({ audio: 'es', captions: 'en', rowId: 'top-picks', recommendationId: 'RID-1' });
  const { status, body } = await world.send([event]);
  expect([status, body]).toEqual([200, { accepted: 1, events: [{ id: event.id, status: 'accepted' }] }]);
  const pseudonym = await world.pseudonym();
  expect(world.lake).toEqual([
    {
      ...{ day: '2026-03-01', event: 'watch', id: event.id, version: 1, user_id: pseudonym, personalised: true },
      ...{ visit: 'visit-12345', device: 'tv', session_id: 'session-12345', asset_id: film('a') },
      ...{ happened_at: '2026-03-01 12:00:00.000', received_at: '2026-03-01 12:00:00.000' },
      ...{ from_position: 0, position: 60, duration: 600, watched: 60, audio: 'es', captions: 'en' },
      ...{ row_id: 'top-picks', recommendation_id: 'RID-1' },
    },
  ]);
  expect(world.tracked).toEqual([
    expect.objectContaining({
      ...{ trackingId: 'tracker-1', userId: pseudonym, sessionId: 'visit-12345' },
      eventList: [
        expect.objectContaining({
          eventId: event.id,
          eventType: 'Watch',
          itemId: film('a'),
          recommendationId: 'RID-1',
        }),
      ],
    }),
  ]);
});

test('requests at once of a new viewer have one pseudonym', async () => {
  await Promise.all(Array.from({ length: 6 }, () => world.send([watch()])));
  expect(new Set(world.lake.map(({ user_id }) => user_id))).toEqual(new Set([await world.pseudonym()]));
  expect(JSON.stringify([world.lake, world.tracked])).not.toContain('viewer-1');
});

test('a request is in the log by the sessions of its reports, and without the viewer', async () => {
  const lines = captureLines();
  await world.send([watch(), watch()]);
  lines.restore();
  const [request] = lines.parsed().filter(({ message }) => message === 'request');
  expect(request).toMatchObject({ route: 'POST /api/events', status: 200, sessionIds: ['session-12345'] });
  expect(lines.written.join()).not.toContain('viewer-1');
});

test('bad events are refused by name, and disturb no others', async () => {
  const good = [watch(), watch()];
  const { status, body } = await world.send([
    good[0] ?? {},
    { type: 'dance' },
    null as never,
    watch({ userId: 'x' }),
    good[1] ?? {},
  ]);
  expect(status).toBe(200);
  expect(statuses(body)).toEqual(['accepted', 'refused', 'refused', 'refused', 'accepted']);
  expect(body.events[3].reason).toEqual({ code: 'not-valid', message: '#/userId: is not a member of this request' });
  expect(lakeIds()).toEqual(good.map(({ id }) => id).sort());
});

test('what was moved is named', async () => {
  const { body } = await world.send([watch({ position: -5, at: world.now + 1000 })]);
  expect(body.events[0]).toMatchObject({ status: 'accepted', clamped: ['at', 'position'] });
});

describe('the same event', () => {
  test('is taken once in a batch, and once in many', async () => {
    const event = watch();
    expect(statuses((await world.send([event, event])).body)).toEqual(['accepted', 'duplicate']);
    expect(statuses((await world.send([event, watch()])).body)).toEqual(['duplicate', 'accepted']);
    expect(world.lake).toHaveLength(2);
  });

  test('of somebody else is another', async () => {
    const event = watch();
    await world.send([event]);
    await world.open({ id: 'session-of-2', userId: 'viewer-2' });
    const theirs = { ...event, sessionId: 'session-of-2' };
    const { body } = await world.send([theirs], { who: { sub: 'viewer-2', groups: 'viewer' } });
    expect(statuses(body)).toEqual(['accepted']);
  });

  test('in two batches at once is known from then on, whichever was noted first', async () => {
    const events = many(3);
    await Promise.all([world.send(events), world.send(events), world.send(many(2))]);
    expect(statuses((await world.send(events)).body)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect((await world.activity())?.revision).toBe(3);
  });

  test('after a crash is in the lake twice by one id, and never lost', async () => {
    const event = watch();
    void world.send([event], {}, world.handler({ dies: true }));
    while (world.lake.length === 0) await new Promise((done) => setTimeout(done, 5));
    expect(statuses((await world.send([event])).body)).toEqual(['accepted']);
    expect(lakeIds()).toEqual([event.id, event.id]);
  });
});

describe('when Firehose', () => {
  test('fails for a fifth of all records, everything accepted is stored once, and the rest is to be sent again', async () => {
    world.takes = failing(0.2);
    const events = many(300);
    const acknowledged: string[] = [];
    let left = events;
    for (let round = 0; left.length > 0 && round < 20; round++) {
      const batch = left.slice(0, 100);
      const { body } = await world.send(batch);
      const again = batch.filter((_, index) => body.events[index].status === 'retry');
      acknowledged.push(...batch.filter((event) => !again.includes(event)).map(({ id }) => id));
      left = [...again, ...left.slice(100)];
    }
    expect(left).toEqual([]);
    expect(acknowledged.sort()).toEqual(events.map(({ id }) => id).sort());
    expect(lakeIds()).toEqual(acknowledged);
  });

  test.each([
    ['throttles', () => Promise.reject(new ServiceError('ThrottlingException', 'slow', 400))],
    ['is down', () => Promise.reject(new ServiceError('ServiceUnavailableException', 'down', 503))],
    ['hangs', () => new Promise<boolean[]>(() => {})],
    ['takes none', (count: number) => Array(count).fill(false)],
  ] as const)('%s, the answer is to try again, and nothing is noted', async (how, takes) => {
    world.takes = takes as World['takes'];
    if (how === 'hangs') world.timeoutMs = 300;
    const events = many(2);
    const { status, headers, body } = await world.send(events);
    expect([status, headers['retry-after'], body.type]).toEqual([503, '5', 'urn:omnistream:problem:unavailable']);
    world.takes = (count) => Array(count).fill(true);
    world.timeoutMs = 60_000;
    expect(statuses((await world.send(events)).body)).toEqual(['accepted', 'accepted']);
  });

  test('is down, the recommenders hear of it all the same', async () => {
    world.takes = () => Promise.reject(new ServiceError('ServiceUnavailableException', 'down', 503));
    await world.send([watch()]);
    expect(world.tracked).toHaveLength(1);
  });
});

describe('when Personalize', () => {
  test.each([
    ['fails', () => Promise.reject(new ServiceError('ResourceNotFoundException', 'gone', 404))],
    ['hangs', () => new Promise<void>(() => {})],
  ])('%s, the lake has everything', async (how, takes) => {
    world.personalizeTakes = takes;
    if (how === 'hangs') world.personalizeTimeoutMs = 300;
    const { status, body } = await world.send(many(25));
    expect([status, body.accepted, world.lake.length]).toEqual([200, 25, 25]);
    expect(world.tracked).toEqual([]);
  });

  test('takes ten a call, by visit', async () => {
    const events = await ofFilms(28);
    await world.send(events.map((event, index) => (index < 25 ? event : { ...event, visit: 'another-visit' })));
    const calls = world.tracked.map(({ sessionId, eventList }) => [sessionId, eventList?.length]);
    expect(calls.sort()).toEqual([
      ['another-visit', 3],
      ['visit-12345', 10],
      ['visit-12345', 10],
      ['visit-12345', 5],
    ]);
  });

  test('has several dataset groups, each receives every event, whether or not another accepts it', async () => {
    world.personalizeTakes = ({ trackingId }) => {
      if (trackingId === 'tracker-2') throw new ServiceError('ResourceNotFoundException', 'gone', 404);
    };
    await world.send(await ofFilms(12), {}, world.handler({ trackingIds: ['tracker-2', 'tracker-1'] }));
    expect(world.tracked.map(({ trackingId, eventList }) => [trackingId, eventList?.length]).sort()).toEqual([
      ['tracker-1', 10],
      ['tracker-1', 2],
    ]);
  });

  test('is missing, or the viewer opted out, it receives no events, and the lake records that', async () => {
    await world.send([watch()], {}, world.handler({ trackingIds: [] }));
    const who = { sub: 'viewer-1', groups: 'viewer' };
    await world.change({ personalised: false }, who);
    await world.send([watch()]);
    expect(world.tracked).toEqual([]);
    expect(world.lake.map(({ personalised }) => personalised)).toEqual([true, false]);
  });
});

describe('too much', () => {
  test('of one viewer is refused beyond six hundred a minute, and taken in the next', async () => {
    const batches = Array.from({ length: 100 }, () => many(100));
    const answers: string[] = [];
    for (const batch of batches.slice(0, 8)) answers.push(...statuses((await world.send(batch)).body));
    expect(answers.filter((status) => status === 'accepted')).toHaveLength(600);
    expect(answers.slice(600)).toEqual(Array(200).fill('refused'));
    expect(world.lake.length).toBe(600);
    const another = { who: { sub: 'viewer-2', groups: 'viewer' } };
    await world.open({ id: 'session-of-2', userId: 'viewer-2' });
    const theirs = many(3).map((event) => ({ ...event, sessionId: 'session-of-2' }));
    expect((await world.send(theirs, another)).body.accepted).toBe(3);
    world.now += 60_000;
    expect((await world.send(batches[9] ?? [])).body.accepted).toBe(100);
  });

  test('in parallel batches is refused as in one after the other: exactly six hundred are accepted', async () => {
    const batches = Array.from({ length: 30 }, () => many(50));
    const replies = await Promise.all(batches.map((batch) => world.send(batch)));
    const events = (bodies: { events?: { status: string; reason?: { code: string } }[] }[]) =>
      bodies.flatMap((body) => body.events ?? []);
    const accepted = () => world.lake.length;
    expect(accepted()).toBeGreaterThan(0);
    expect(accepted()).toBeLessThanOrEqual(600);
    expect(events(replies.map(({ body }) => body)).filter(({ status }) => status === 'accepted')).toHaveLength(
      accepted(),
    );
    // Batches that were not reserved among so many are sent again, as the page does.
    for (const [index, { status }] of replies.entries()) if (status === 503) await world.send(batches[index] ?? []);
    expect(accepted()).toBe(600);
    expect(statuses((await world.send(many(1))).body)).toEqual(['refused']);
  });

  test('in one request is refused as a whole', async () => {
    expect((await world.send(many(101))).status).toBe(400);
    const raw = JSON.stringify({ device: 'tv', sentAt: 1, events: ['x'.repeat(10_000_000)] });
    const answer = await world.send([], { raw });
    expect([answer.status, answer.body.type]).toEqual([413, 'urn:omnistream:problem:body-too-large']);
    expect((await world.send([])).status).toBe(400);
    expect((await world.send([], { raw: '{"events":' })).status).toBe(400);
    expect(world.lake).toEqual([]);
  });

  test('texts are kept without controls, and refused if nothing is left', async () => {
    const search = (query: string) => ({ v: 1, type: 'search', id: token(), visit: 'visit-12345', query, results: 3 });
    const events = [search('\u001b[2Jno\u202esferatu\r\n'), search('\u200b\u0007'), watch({ audio: 'en\u001b' })];
    const { body } = await world.send(events);
    expect(body.events.map(({ status }: { status: string }) => status)).toEqual(['accepted', 'refused', 'refused']);
    expect(world.lake).toMatchObject([{ query: '[2Jnosferatu' }]);
  });

  test('a quarter of a megabyte is not', async () => {
    const events = Array.from({ length: 100 }, () => ({
      v: 1,
      type: 'search',
      id: token(),
      visit: 'visit-12345',
      query: 'é'.repeat(200),
      results: 3,
    }));
    expect((await world.send(events)).body.accepted).toBe(100);
  });
});

test('how far the viewer got is kept for the rows that are made of it', async () => {
  await world.send([watch({ position: 590 })]);
  expect((await world.activity())?.watched).toEqual([
    {
      assetId: film('a'),
      position: 590,
      duration: 600,
      finished: true,
      at: '2026-03-01T12:00:00.000Z',
      sent: { Watch: Date.UTC(2026, 2, 1) / 86_400_000 },
    },
  ]);
});

describe('a report of watching counts', () => {
  const codes = (body: { events: { reason?: { code: string } }[] }) => body.events.map(({ reason }) => reason?.code);
  const ago = (seconds: number) => new Date(world.now - seconds * 1000).toISOString();
  const inSeconds = (seconds: number) => Math.floor(world.now / 1000) + seconds;

  test.each([
    ['is of another viewer', { userId: 'viewer-2' }],
    ['is of another film', { assetId: film('b') }],
    ['ended more than an hour ago', { endedAt: '2026-03-01T10:59:59.000Z' }],
    ['expired more than an hour ago', { expiresAt: Date.UTC(2026, 2, 1, 10, 59, 59) / 1000 }],
  ])('for the session that it names, and not if the session %s', async (_, members) => {
    await world.open({ id: 'session-67890', ...members });
    const { body } = await world.send([watch(), watch({ sessionId: 'session-67890' })]);
    expect(codes(body)).toEqual([undefined, 'no-session']);
    expect(world.lake).toHaveLength(1);
  });

  test('for a session of the function that opens them, through heartbeats, until an hour after its end', async () => {
    const asset = someAsset({ status: 'READY', durationSeconds: 300, manifests: { version: 1, hls: 'h', dash: 'd' } });
    const player = world.playback(asset);
    const ask = async (route: RouteKey, id: string) =>
      read(await player(httpEvent(route, { who: { sub: 'viewer-1', groups: 'viewer' }, id })));
    const { sessionId } = (await ask('POST /api/assets/{id}/playback', asset.id)).body;
    const report = () => world.send([watch({ sessionId, assetId: asset.id, duration: 400 })]);
    const watched = () => world.lake.map(({ watched }) => watched);
    world.now += 20_000;
    expect((await report()).body.events[0]).toMatchObject({ status: 'accepted', clamped: ['duration', 'watched'] });
    expect((await ask('POST /api/sessions/{id}/heartbeat', sessionId)).status).toBe(200);
    await report();
    world.now += 20_000;
    expect((await ask('DELETE /api/sessions/{id}', sessionId)).status).toBe(204);
    world.now += 3_600_000;
    await report();
    expect(watched()).toEqual([41, 0, 40]);
    world.now += 1;
    expect(codes((await report()).body)).toEqual(['no-session']);
  });

  test('for a session that was opened', async () => {
    const { body } = await world.send([watch({ sessionId: 'never-opened' })]);
    expect(body.events).toEqual([
      {
        id: body.events[0].id,
        status: 'refused',
        reason: { code: 'no-session', message: expect.stringContaining('session') },
      },
    ]);
    expect([world.lake, world.tracked]).toEqual([[], []]);
  });

  test('also when it comes late: for an hour after the end of the session, at a time within the session', async () => {
    await world.open({ endedAt: ago(3599), expiresAt: inSeconds(60) });
    const { body } = await world.send([watch(), watch({ at: world.now - 90_000_000 })]);
    expect(body.events).toEqual([
      expect.objectContaining({ status: 'accepted', clamped: ['at'] }),
      expect.objectContaining({ status: 'accepted', clamped: ['at'] }),
    ]);
    expect(world.lake.map(({ happened_at }) => happened_at)).toEqual([
      '2026-03-01 11:00:01.000',
      '2026-02-28 12:06:40.000',
    ]);
  });

  test('with the seconds that have passed, over all requests', async () => {
    await world.open({ createdAt: ago(50) });
    const { body } = await world.send([watch({ watched: 60 }), watch({ watched: 60 })]);
    expect(body.events.map(({ clamped }: { clamped?: string[] }) => clamped)).toEqual([undefined, ['watched']]);
    await Promise.all([world.send(many(20)), world.send(many(20)), world.send(many(20))]);
    const total = () => world.lake.reduce((sum, { watched = 0 }) => sum + watched, 0);
    expect(total()).toBeCloseTo(101);
    world.now += 30_000;
    await world.send(many(20));
    expect(total()).toBeCloseTo(161);
  });

  test('with its seconds after Firehose had failed, as if it had come first', async () => {
    await world.open({ createdAt: ago(40) });
    const event = watch({ watched: 60 });
    world.takes = failing(1);
    for (let round = 0; round < 5; round++) expect((await world.send([event])).status).toBe(503);
    world.takes = (count) => Array(count).fill(true);
    expect((await world.send([event])).body.events).toEqual([{ id: event.id, status: 'accepted' }]);
    expect(world.lake.map(({ watched }) => watched)).toEqual([60]);
  });

  test('within the duration of the film, as far as it is known', async () => {
    const { body } = await world.send([
      watch({ duration: 0.001, position: 0.001, from: 0 }),
      watch({ duration: 601, position: 700 }),
    ]);
    expect(body.events.map(({ clamped }: { clamped?: string[] }) => clamped)).toEqual([['duration'], ['position']]);
    expect(world.lake.map(({ duration, position }) => [duration, position])).toEqual([
      [598, 0.001],
      [601, 601],
    ]);
    await world.open({ durationSeconds: undefined });
    await world.send([watch({ duration: 4000, position: 3000 })]);
    expect(world.lake.at(-1)).toMatchObject({ duration: 4000, position: 3000 });
  });

  test('and so does a report of quality', async () => {
    const counts = { rebufferCount: 1, rebufferMs: 86_400_000, errors: 0, droppedFrames: 0, startupMs: 86_400_000 };
    const { from: _from, position: _position, duration: _duration, watched: _watched, ...common } = watch();
    const report = { ...common, type: 'quality', playedMs: 86_400_000, ...counts };
    await world.open({ createdAt: ago(10) });
    const { body } = await world.send([report, { ...report, id: token(), sessionId: 'another-session' }]);
    expect(codes(body)).toEqual([undefined, 'no-session']);
    expect(body.events[0].clamped).toEqual(['playedMs', 'rebufferMs', 'startupMs']);
    expect(world.lake).toEqual([
      expect.objectContaining({ played_ms: 21_000, rebuffer_ms: 21_000, startup_ms: 21_000 }),
    ]);
  });
});
