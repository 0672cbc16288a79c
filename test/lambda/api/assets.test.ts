import { type AssetPorts, assets } from '../../../lambda/api/assets';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import { Problem } from '../../../lambda/shared/problem';
import type { RouteKey } from '../../../lambda/shared/routes';
import type { AgeRating } from '../../../lambda/shared/viewers';
import { captureLines } from '../../support/lines';
import {
  type Ask,
  admin,
  creator,
  freeBudget,
  httpEvent,
  memoryKeys,
  read,
  someAsset,
  stranger,
  viewer,
} from './support';

const source = { bucket: 'uploads', key: 'k', versionId: 'v1', size: 1000 };
const reason = { code: 'NotMedia', message: 'This is not a film.' };

/** A table and a workflow as far as the catalogue knows them. */
function world(...rows: Asset[]) {
  const table = new Map(rows.map((row) => [row.id, row]));
  const started: string[] = [];
  /** Uses of the day that were counted. */
  const taken: [string, number][] = [];
  /** Records of each read of a list. */
  const reads: number[] = [];
  const state = { workflowFails: false, dayIsOver: false, ageLimit: 18 as AgeRating };
  const viewers: AssetPorts['viewers'] = { ageLimit: async () => state.ageLimit };
  const change = (id: string, allowed: (row: Asset) => boolean, members: Partial<Asset>) => {
    const row = table.get(id);
    if (!row || !allowed(row)) return undefined;
    const after = { ...row, ...members };
    table.set(id, after);
    return after;
  };
  const records: AssetPorts['records'] = {
    find: async (id) => table.get(id),
    page: async ({ list, after, limit }) => {
      const at = (row: Asset) => (list === 'published' ? (row.publishedAt ?? '') : row.createdAt);
      const rows = [...table.values()]
        .filter((row) => {
          if (list === 'published') return row.catalogue === 'published';
          return list === 'all' || row.ownerId === list.ownerId;
        })
        .sort((a, b) => at(b).localeCompare(at(a)))
        .filter((row) => !after || at(row) < after.at)
        .slice(0, limit);
      const last = rows.at(-1);
      reads.push(rows.length);
      return { assets: rows, last: last && rows.length === limit ? { id: last.id, at: at(last) } : undefined };
    },
    describe: async (id, members, at, version) =>
      change(id, (row) => version === undefined || row.updatedAt === version, {
        ...members,
        updatedAt: at.toISOString(),
      }),
    claim: async (seen, claimed) =>
      change(seen.id, (row) => row.status === 'FAILED' && row.run === seen.run, {
        status: 'PROCESSING',
        ...claimed,
      }),
    started: async (id, run) => void change(id, (row) => row.run === run, { reason: undefined }),
    revise: async () => undefined,
    decide: async (seen, members) =>
      change(seen.id, (row) => row.status === 'AWAITING_APPROVAL' && row.run === seen.run, members),
    unclaim: async (id, run) => void change(id, (row) => row.run === run, { status: 'FAILED' }),
  };
  const workflow: AssetPorts['workflow'] = {
    start: async (id, run) => {
      if (state.workflowFails) throw Object.assign(new Error('later'), { name: 'ThrottlingException' });
      if (!started.includes(`${id}-${run}`)) started.push(`${id}-${run}`);
    },
    startSpeech: async () => {},
    startApproved: async (id, run) => {
      if (state.workflowFails) throw Object.assign(new Error('later'), { name: 'ThrottlingException' });
      if (!started.includes(`${id}-${run}-approved`)) started.push(`${id}-${run}-approved`);
    },
  };
  const dailyUse: AssetPorts['dailyUse'] = {
    take: async (_owner, used, amount) => {
      if (state.dayIsOver) throw new Problem('daily-limit', 'The day is over.');
      taken.push([used, amount]);
    },
  };
  const keys = memoryKeys();
  const handler = http(
    assets({
      ...{ records, workflow, viewers, dailyUse, keys },
      ...{ budget: freeBudget, now: () => new Date('2026-01-01T00:00:00Z') },
    }),
  );
  const ask = async (route: RouteKey, how: Ask = {}) => read(await handler(httpEvent(route, { who: creator, ...how })));
  return { ask, table, started, state, reads, taken };
}

/** A published asset. */
function published(members: Partial<Asset> = {}): Asset {
  const row = someAsset(members);
  return { ...row, catalogue: 'published', publishedAt: row.createdAt };
}

describe('GET /api/assets', () => {
  const all = [
    published({ status: 'READY' }),
    published({ status: 'PLAYABLE', ownerId: 'creator-2' }),
    someAsset({ status: 'FAILED' }),
    someAsset({ status: 'UPLOADING', ownerId: 'creator-2' }),
    someAsset({ status: 'DELETED' }),
  ];
  const [ready, playable, failed, uploading] = all.map(({ id }) => id);

  test.each([
    ['viewers what can be played', viewer, [playable, ready]],
    ['creators their own in every status too', creator, [failed, playable, ready]],
    ['another creator likewise', stranger, [uploading, playable, ready]],
    ['admins everything that is not deleted', admin, [uploading, failed, playable, ready]],
  ])('shows %s, the newest first', async (_name, who, expected) => {
    const { body } = await world(...all).ask('GET /api/assets', { who });
    expect(body.assets.map((asset: Asset) => asset.id)).toEqual(expected);
    expect(body.cursor).toBeUndefined();
  });

  test('shows only the caller’s own when asked so', async () => {
    const { body } = await world(...all).ask('GET /api/assets', { query: { mine: 'true' } });
    expect(body.assets.map((asset: Asset) => asset.id)).toEqual([failed, ready]);
  });

  test('pages through everything once, and reads no more than it shows, whatever else there is', async () => {
    const make = (n: number) => (n % 25 ? someAsset({ status: 'UPLOADING', ownerId: 'creator-2' }) : published());
    const rows = Array.from({ length: 2_000 }, (_, n) => make(n));
    const { ask, reads } = world(...rows);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await ask('GET /api/assets', { who: viewer, query: { limit: '7', ...(cursor && { cursor }) } });
      expect(body.assets.length).toBeLessThanOrEqual(7);
      seen.push(...body.assets.map((asset: Asset) => asset.id));
      cursor = body.cursor;
    } while (cursor);
    const expected = rows.filter((row) => row.catalogue).map((row) => row.id);
    expect(seen).toEqual(expected.reverse());
    expect(reads.reduce((sum, count) => sum + count)).toBe(expected.length);
  });

  test('pages for creators through their own and all published assets, each once and in order', async () => {
    // Half of the creator's own assets are published, and all are older or newer than those of others by turns.
    const make = (n: number) => {
      if (n % 3 === 0) return published({ ownerId: 'creator-2' });
      return n % 2 ? someAsset({ status: 'FAILED' }) : published();
    };
    const rows = Array.from({ length: 60 }, (_, n) => make(n));
    // Some were published long after their creation.
    for (const [n, row] of rows.entries()) {
      const later = new Date(Date.parse(rows[Math.min(59, n + 9)]?.createdAt ?? '') + 100 + n).toISOString();
      if (row.catalogue && n % 4 === 0) rows[n] = { ...row, publishedAt: later };
    }
    const { ask } = world(...rows);
    for (const limit of ['1', '4', '7', '100']) {
      const seen: Asset[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await ask('GET /api/assets', { query: { limit, ...(cursor && { cursor }) } });
        seen.push(...body.assets);
        cursor = body.cursor;
      } while (cursor);
      const at = (row?: Asset) => row?.publishedAt ?? row?.createdAt ?? '';
      const times = seen.map(({ id }) => at(rows.find((row) => row.id === id)));
      expect(times).toEqual([...times].sort().reverse());
      expect(seen.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
    }
  });

  test('shows a full page to creators and admins beside deleted records', async () => {
    const rows = Array.from({ length: 9 }, (_, n) => someAsset({ status: n % 3 ? 'FAILED' : 'DELETED' }));
    for (const [who, query] of [
      [creator, { mine: 'true', limit: '4' }],
      [admin, { limit: '4' }],
    ] as const) {
      const { body } = await world(...rows).ask('GET /api/assets', { who, query });
      expect(body.assets.map(({ status }: Asset) => status)).toEqual(Array(4).fill('FAILED'));
    }
  });

  test.each([
    ['a cursor of no list', { cursor: 'bm90IGpzb24' }, '#/cursor'],
    ['a limit of nothing', { limit: '0' }, '#/limit'],
    ['a limit beyond a hundred', { limit: '101' }, '#/limit'],
  ])('refuses %s', async (_name, query, pointer) => {
    const { status, body } = await world().ask('GET /api/assets', { query });
    expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  });

  test('contains neither buckets, keys nor ARNs', async () => {
    const row = someAsset({ source, executionArn: 'arn:secret', upload: { uploadId: 'u', partSize: 1, partCount: 1 } });
    const text = JSON.stringify((await world(row).ask('GET /api/assets', { who: admin })).body);
    for (const secret of ['arn:secret', 'uploads', 'uploadId', 'creator-1']) expect(text).not.toContain(secret);
  });
});

describe('the age limit of a viewer', () => {
  const rated = (ageRating?: AgeRating, members: Partial<Asset> = {}) => published({ ageRating, ...members });
  const problemOf = ({ status, body }: { status: number; body: { type: string; limit: number } }) => [
    status,
    body.type,
    body.limit,
  ];

  test('hides older films from lists, and films without a rating', async () => {
    const rows = [rated(0), rated(12), rated(16), rated(18), rated(), rated(12)];
    const { ask, state } = world(...rows);
    state.ageLimit = 12;
    const { body } = await ask('GET /api/assets', { who: viewer });
    expect(body.assets.map(({ id }: Asset) => id)).toEqual([rows[5], rows[1], rows[0]].map((row) => row?.id));
    expect((await ask('GET /api/assets', { who: admin })).body.assets).toHaveLength(6);
    expect((await ask('GET /api/assets', { who: creator })).body.assets).toHaveLength(6);
    expect((await ask('GET /api/assets', { who: stranger })).body.assets).toHaveLength(3);
  });

  test('refuses an older film by its name, except to its owner and to admins', async () => {
    const [older, unrated] = [rated(16), rated()];
    const { ask, state } = world(older, unrated);
    state.ageLimit = 12;
    for (const { id } of [older, unrated]) {
      const limited = [403, 'urn:omnistream:problem:age-limited', 12];
      expect(problemOf(await ask('GET /api/assets/{id}', { id, who: viewer }))).toEqual(limited);
      for (const who of [creator, admin]) {
        expect((await ask('GET /api/assets/{id}', { id, who })).status).toBe(200);
      }
    }
    state.ageLimit = 16;
    expect((await ask('GET /api/assets/{id}', { id: older.id, who: viewer })).status).toBe(200);
  });
});

describe('GET /api/assets/{id}', () => {
  test('answers the asset with its entity tag and empty tracks before there are any', async () => {
    const row = someAsset({ status: 'PROCESSING', progress: 40 });
    const { status, body, headers } = await world(row).ask('GET /api/assets/{id}', { id: row.id });
    expect([status, headers.etag]).toEqual([200, `"${row.updatedAt}"`]);
    expect(body).toMatchObject({ id: row.id, progress: 40, own: true, tracks: { video: [], audio: [], captions: [] } });
  });

  const report = { cues: 3, spedUp: 0, meanStartOffsetMs: 1, maxStartOffsetMs: 2, overruns: 0, meanOverrunMs: 0 };
  const dub = { folder: 'dubs/', report: { ...report, maxOverrunMs: 0, missing: 0, characters: 9 } };

  test.each([
    ['its owner', creator, [{ language: 'es', report: dub.report }]],
    ['admins', admin, [{ language: 'es', report: dub.report }]],
    ['viewers, without how well the dubs came out,', viewer, undefined],
  ])('tells %s what came of its speech', async (_name, who, dubs) => {
    const languages = [{ language: 'en' }, { language: 'es', dub }];
    const speech = { run: '00000001', status: 'found' as const, language: 'en', confidence: 0.9, languages };
    const row = someAsset({ run: '00000001', speech, targetLanguages: ['es'] });
    const { body } = await world(row).ask('GET /api/assets/{id}', { id: row.id, who });
    expect(body.speech).toEqual({ status: 'found', language: 'en', confidence: 0.9 });
    expect([body.pending, body.missing, body.dubs]).toEqual([[], [], dubs]);
    expect(JSON.stringify(body)).not.toContain('dubs/');
  });

  test.each([
    ['its owner', creator, [{ code: 'LengthDiffers', message: 'm' }]],
    ['admins', admin, [{ code: 'LengthDiffers', message: 'm' }]],
    ['nobody else', viewer, undefined],
  ])('tells %s what is to be known of the encoding', async (_name, who, notes) => {
    const row = someAsset({ notes: [{ code: 'LengthDiffers', message: 'm' }] });
    expect((await world(row).ask('GET /api/assets/{id}', { id: row.id, who })).body.notes).toEqual(notes);
  });

  test('says nothing of the speech that an older run heard', async () => {
    const speech = { run: '00000001', status: 'none' as const, languages: [] };
    const row = someAsset({ run: '00000002', speech });
    expect((await world(row).ask('GET /api/assets/{id}', { id: row.id })).body.speech).toBeUndefined();
  });

  test.each([
    ['an unfinished asset of somebody else', { status: 'PROCESSING' as const, ownerId: 'creator-2' }],
    ['a deleted asset, even to its owner', { status: 'DELETED' as const }],
  ])('does not show %s', async (_name, members) => {
    const row = someAsset(members);
    expect((await world(row).ask('GET /api/assets/{id}', { id: row.id })).status).toBe(404);
  });
});

describe('PATCH /api/assets/{id}', () => {
  const patch = { body: { title: ' New\ttitle ' } };

  test.each([
    ['its owner', creator],
    ['an admin', admin],
  ])('lets %s change the title', async (_name, who) => {
    const row = someAsset();
    const { ask, table } = world(row);
    const { status, headers } = await ask('PATCH /api/assets/{id}', { id: row.id, who, ...patch });
    expect([status, headers.etag]).toEqual([200, '"2026-01-01T00:00:00.000Z"']);
    expect(table.get(row.id)?.title).toBe('New title');
  });

  test('says what kind of film it is and from which age, and leaves the rest as it is', async () => {
    const row = someAsset();
    const { ask, table } = world(row);
    const body = { genres: [' Science \n fiction', 'Drama', 'drama'], ageRating: 12 };
    const answer = await ask('PATCH /api/assets/{id}', { id: row.id, body });
    const expected = { title: row.title, genres: ['Science fiction', 'Drama'], ageRating: 12 };
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(expected)]);
    expect(table.get(row.id)).toMatchObject(expected);
  });

  test('is not for other creators', async () => {
    const row = someAsset();
    const { status, body } = await world(row).ask('PATCH /api/assets/{id}', { id: row.id, who: stranger, ...patch });
    expect([status, body.type]).toEqual([403, 'urn:omnistream:problem:not-yours']);
  });

  test('changes the version that the caller saw, or nothing', async () => {
    const row = someAsset();
    const { ask, table } = world(row);
    const stale = { 'if-match': '"2024-12-31T00:00:00.000Z"' };
    const refused = await ask('PATCH /api/assets/{id}', { id: row.id, headers: stale, ...patch });
    expect([refused.status, refused.body.type]).toEqual([412, 'urn:omnistream:problem:changed-meanwhile']);
    expect(table.get(row.id)?.title).toBe(row.title);
    const right = { 'if-match': `"x", "${row.updatedAt}"` };
    expect((await ask('PATCH /api/assets/{id}', { id: row.id, headers: right, ...patch })).status).toBe(200);
  });

  test.each([
    { status: 'READY' },
    { title: 'x', ownerId: 'me' },
    { title: 5 },
    { title: 'a\u001b[2J' },
    { title: '\u2066a' },
    { title: '\u3164' },
    { title: 'x'.repeat(201) },
    { genres: ['a\u009b'] },
    {},
    { ageRating: 7 },
    { ageRating: '12' },
    { genres: ['a|b'] },
    { genres: [' '] },
    { genres: ['x'.repeat(31)] },
    { genres: Array.from({ length: 11 }, (_, n) => `genre ${n}`) },
  ])('refuses %j', async (body) => {
    const row = someAsset();
    expect((await world(row).ask('PATCH /api/assets/{id}', { id: row.id, body })).status).toBe(400);
  });
});

describe('POST /api/assets/{id}/retry', () => {
  const failed = () => someAsset({ status: 'FAILED', reason, source, run: '00000001' });

  test('starts a new run and forgets the reason', async () => {
    const row = failed();
    const { ask, table, started } = world(row);
    const { status, body } = await ask('POST /api/assets/{id}/retry', { id: row.id });
    const run = table.get(row.id)?.run;
    expect([status, body.status, body.reason]).toEqual([202, 'PROCESSING', undefined]);
    expect(run).toMatch(/^[0-9a-f]{8}$/);
    expect(run).not.toBe('00000001');
    expect(started).toEqual([`${row.id}-${run}`]);
    expect(table.get(row.id)?.reason).toBeUndefined();
  });

  test('starts one run for two callers at once', async () => {
    const row = failed();
    const { ask, started } = world(row);
    const both = [1, 2].map(() => ask('POST /api/assets/{id}/retry', { id: row.id }));
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([202, 409]);
    expect(started).toHaveLength(1);
  });

  test('counts for the day of the owner, and changes nothing above the maximum', async () => {
    const row = failed();
    const { ask, table, started, taken, state } = world(row);
    expect((await ask('POST /api/assets/{id}/retry', { id: row.id })).status).toBe(202);
    expect(taken).toEqual([['retries', 1]]);
    expect((await ask('POST /api/assets/{id}/retry', { id: row.id })).status).toBe(409);
    expect(taken).toHaveLength(1);
    state.dayIsOver = true;
    table.set(row.id, row);
    const { status, body } = await ask('POST /api/assets/{id}/retry', { id: row.id });
    expect([status, body.type, table.get(row.id)]).toEqual([429, 'urn:omnistream:problem:daily-limit', row]);
    expect(started).toHaveLength(1);
  });

  test('leaves the asset failed when the workflow could not be started', async () => {
    const row = failed();
    const { ask, table, state } = world(row);
    state.workflowFails = true;
    const lines = captureLines();
    expect((await ask('POST /api/assets/{id}/retry', { id: row.id })).status).toBe(503);
    expect(table.get(row.id)).toMatchObject({ status: 'FAILED', reason });
    lines.restore();
    state.workflowFails = false;
    expect((await ask('POST /api/assets/{id}/retry', { id: row.id })).status).toBe(202);
  });

  test('starts the run that an earlier retry claimed and never started', async () => {
    const row = someAsset({ status: 'PROCESSING', reason, source, run: '00000002' });
    const { ask, started } = world(row);
    expect((await ask('POST /api/assets/{id}/retry', { id: row.id })).status).toBe(202);
    expect(started).toEqual([`${row.id}-00000002`]);
  });

  test.each(['UPLOADING', 'PROCESSING', 'PLAYABLE', 'READY'] as const)(
    'refuses an asset that is %s',
    async (status) => {
      const row = someAsset({ status, source, run: '00000001' });
      const { ask, started } = world(row);
      const answer = await ask('POST /api/assets/{id}/retry', { id: row.id });
      expect([answer.status, answer.body.type]).toEqual([409, 'urn:omnistream:problem:not-failed']);
      expect(started).toEqual([]);
    },
  );

  test('refuses an asset whose source never came', async () => {
    const row = someAsset({ status: 'FAILED', reason });
    const { status, body } = await world(row).ask('POST /api/assets/{id}/retry', { id: row.id });
    expect([status, body.type]).toEqual([409, 'urn:omnistream:problem:no-source']);
  });

  test('does not exist for strangers', async () => {
    const row = failed();
    const { status } = await world(row).ask('POST /api/assets/{id}/retry', { id: row.id, who: stranger });
    expect(status).toBe(404);
  });
});

describe('a film that waits because of its cost', () => {
  const route = 'POST /api/assets/{id}/approval';
  const source = { bucket: 'b', key: 'k', versionId: 'v', size: 1 };
  const approval = { run: '0123abcd', estimate: 2_500_000, limit: 'perFilm', maximum: 1_000_000 } as const;
  const waiting = () =>
    someAsset({
      ...{ status: 'AWAITING_APPROVAL', run: approval.run, source },
      approval: { ...approval, since: '2026-01-01T00:00:00.000Z' },
    });

  test('shows its creator and admins why, and nobody else', async () => {
    const row = waiting();
    const { ask } = world(row);
    const { body } = await ask('GET /api/assets/{id}', { id: row.id });
    expect(body).toMatchObject({
      status: 'AWAITING_APPROVAL',
      approval: { estimate: 2.5, limit: 'perFilm', maximum: 1 },
    });
    expect((await ask('GET /api/assets/{id}', { id: row.id, who: admin })).status).toBe(200);
    expect((await ask('GET /api/assets/{id}', { id: row.id, who: stranger })).status).toBe(404);
  });

  test('starts once when it is approved, however often', async () => {
    const row = waiting();
    const { ask, started, table } = world(row);
    const approve = () => ask(route, { id: row.id, who: admin, body: { decision: 'approve', note: 'Good' } });
    const answers = await Promise.all([approve(), approve(), approve()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(started).toEqual([`${row.id}-${row.run}-approved`]);
    expect(table.get(row.id)?.approval).toMatchObject({ decision: 'approve', decidedBy: 'admin-1', note: 'Good' });
  });

  test('is started by the next request if the first could not start it', async () => {
    const row = waiting();
    const { ask, started, state } = world(row);
    const approve = () => ask(route, { id: row.id, who: admin, body: { decision: 'approve' } });
    state.workflowFails = true;
    expect((await approve()).status).toBe(503);
    state.workflowFails = false;
    expect([(await approve()).status, started.length]).toEqual([200, 1]);
  });

  test('fails with a reason when it is refused; a later approval changes nothing', async () => {
    const row = waiting();
    const { ask, started } = world(row);
    const refused = await ask(route, { id: row.id, who: admin, body: { decision: 'refuse', note: 'Too long' } });
    expect(refused.body).toMatchObject({ status: 'FAILED', reason: { code: 'CostRefused' } });
    expect(refused.body.reason.message).toContain('Too long');
    const late = await ask(route, { id: row.id, who: admin, body: { decision: 'approve' } });
    expect([late.status, late.body.type]).toEqual([409, 'urn:omnistream:problem:not-awaiting-approval']);
    expect(started).toEqual([]);
  });

  test('is decided by admins alone, and only while it waits', async () => {
    const row = waiting();
    const ready = published();
    const { ask } = world(row, ready);
    expect((await ask(route, { id: row.id, body: { decision: 'approve' } })).status).toBe(403);
    expect((await ask(route, { id: ready.id, who: admin, body: { decision: 'approve' } })).status).toBe(409);
    expect((await ask(route, { id: row.id, who: admin, body: { decision: 'maybe' } })).status).toBe(400);
  });

  test('cannot be retried', async () => {
    const row = waiting();
    const { ask } = world(row);
    expect((await ask('POST /api/assets/{id}/retry', { id: row.id })).status).toBe(409);
  });
});

test('its creator sees what a film costs, and viewers do not', async () => {
  const cost = { estimate: 1_234_567, spent: 1_200_000, at: '2026-01-01T00:00:00.000Z', revision: 2 };
  const row = published({ cost });
  const { ask } = world(row);
  const { body } = await ask('GET /api/assets/{id}', { id: row.id });
  expect(body.cost).toEqual({ estimate: 1.234567, actual: 1.2, currency: 'USD', at: cost.at });
  expect((await ask('GET /api/assets/{id}', { id: row.id, who: viewer })).body.cost).toBeUndefined();
});
