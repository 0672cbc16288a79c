import type { LakeRecord } from '../../../../lambda/shared/interactions';
import { finishedShare, finishedWatchedShare, startedSeconds, startedShare } from '../../../../lambda/shared/viewers';
import { type Lake, openLake, type Row } from '../../../support/lake';
import { interactionsBefore, timeOf, titles } from '../../../support/viewing';

const now = Date.now();
const day = 86_400_000;
const dayOf = (at: number) => timeOf(at).slice(0, 10);
const daysAgo = (days: number) => dayOf(now - days * day);
/** Reports of one viewer each, of a film, some hours ago: so many viewers that the film may trend, or nearly. */
const crowdOf = (count: number, name: string, { asset_id, duration, watched }: Partial<LakeRecord>): LakeRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const happened_at = timeOf(now - 3 * 3_600_000);
    return {
      ...{ day: happened_at.slice(0, 10), event: 'watch', id: `${name}-${index}`, version: 1, device: 'tv' },
      ...{
        user_id: `${name}-${index}`,
        personalised: index % 3 > 0,
        visit: 'v',
        session_id: `session-${name}-${index}`,
      },
      ...{ happened_at, received_at: happened_at, asset_id, from_position: 0, position: watched, duration, watched },
    };
  });
const received = [
  ...interactionsBefore(now, 5),
  ...crowdOf(33, 'crowd', { asset_id: 'a2', duration: 300, watched: 60 }),
  ...crowdOf(29, 'group', { asset_id: 'a6', duration: 300, watched: 60 }),
  ...crowdOf(40, 'passers', { asset_id: 'a7', duration: 300, watched: 14 }),
  // One viewer of many films.
  ...crowdOf(30, 'addict', { duration: 600, watched: 300 }).map((one, index) => ({
    ...{ ...one, asset_id: `b${index}`, user_id: 'addict', position: 580, personalised: true },
  })),
];
const catalogue = titles.filter(({ title }) => title).map(({ id, title, audio }) => ({ id, title, audio }));

/** Independent of the views: what came first of each event. */
const events = [...new Map(received.toReversed().map((one) => [`${one.user_id} ${one.id}`, one])).values()];
const ofType = (type: LakeRecord['event']) => events.filter(({ event }) => event === type);
const watches = ofType('watch').map((one) => ({ ...one, viewing: viewingOf(one), title: titleOf(one.asset_id) }));
type Watch = (typeof watches)[number];

let lake: Lake;
beforeAll(async () => {
  lake = await openLake({ interactions: received as never, catalogue });
});
afterAll(() => lake.close());

function viewingOf({ user_id, session_id, asset_id }: LakeRecord): string {
  return [user_id, session_id, asset_id].join('/');
}

function titleOf(id: string | undefined): string | undefined {
  return catalogue.find((title) => title.id === id)?.title ?? id;
}

function passes(mark: (duration: number) => number) {
  return ({ from_position: from = 0, position = 0, duration = 0 }: LakeRecord) =>
    from < mark(duration) && mark(duration) <= position;
}
const starts = passes((duration) => Math.min(startedShare * duration, startedSeconds));
const finishes = passes((duration) => finishedShare * duration);

function groups<T>(rows: readonly T[], keyOf: (row: T) => unknown): T[][] {
  return [...grouped(rows, (row) => JSON.stringify(keyOf(row))).values()];
}
function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  return found;
}
const sum = <T>(rows: readonly T[], of: (row: T) => number | undefined) =>
  rows.reduce((total, row) => total + (of(row) ?? 0), 0);
const distinct = (values: readonly unknown[]) => new Set(values).size;
const viewings = (rows: readonly Watch[], passed: (row: Watch) => boolean) =>
  distinct(rows.filter(passed).map(({ viewing }) => viewing));

/** The smallest value that has the share at or below it. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}

/** In one order, and without the last digits, which depend on the order of additions. */
function comparable(rows: readonly Row[]): string[] {
  const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value);
  return rows
    .map((row) => {
      const members = Object.entries(row).map(([name, value]) => [name, rounded(value)]);
      return JSON.stringify(Object.fromEntries(members.sort()));
    })
    .sort();
}

async function expectView(name: string, expected: readonly Row[]): Promise<void> {
  expect(expected.length).toBeGreaterThan(0);
  expect(comparable(await lake.ask(`SELECT * FROM ${name}`))).toEqual(comparable(expected));
}

test('the events have what makes figures go wrong: copies, other viewers’ ids, and midnights', () => {
  expect(received.length).toBeGreaterThan(600);
  expect(received.length - events.length).toBeGreaterThan(50);
  expect(events.filter(({ user_id }) => user_id === 'copycat').length).toBeGreaterThan(5);
  const acrossMidnight = groups(watches, ({ viewing }) => viewing).filter((one) => distinct(one.map((w) => w.day)) > 1);
  expect(acrossMidnight.length).toBeGreaterThan(5);
  expect(ofType('rate').some(({ personalised }) => !personalised)).toBe(true);
});

test('interactions_once has one row for each event', async () => {
  const rows = await lake.ask('SELECT user_id, id, received_at FROM interactions_once');
  expect(rows.map(({ user_id, id }) => `${user_id} ${id}`).sort()).toEqual(
    events.map(({ user_id, id }) => `${user_id} ${id}`).sort(),
  );
});

test('watch_time', () =>
  expectView(
    'watch_time',
    groups(watches, (one) => [one.day, one.asset_id]).map((rows) => ({
      day: rows[0]?.day,
      asset_id: rows[0]?.asset_id,
      title: rows[0]?.title,
      views: viewings(rows, starts),
      viewers: distinct(rows.map(({ user_id }) => user_id)),
      watch_seconds: sum(rows, ({ watched }) => watched),
    })),
  ));

test('completion', () =>
  expectView(
    'completion',
    groups(watches, ({ asset_id }) => asset_id).flatMap((rows) => {
      const duration = rows[0]?.duration ?? 0;
      const furthest = groups(rows, ({ user_id }) => user_id).map((of) => Math.max(...of.map((w) => w.position ?? 0)));
      return Array.from({ length: 21 }, (_, step) => {
        const reached = furthest.filter((at) => at * 20 >= step * duration || at >= duration - 1).length;
        return {
          asset_id: rows[0]?.asset_id,
          title: rows[0]?.title,
          percent: step * 5,
          viewers: reached,
          share: reached / furthest.length,
        };
      });
    }),
  ));

test('language_audience', () =>
  expectView(
    'language_audience',
    groups(watches, (one) => [one.day, one.asset_id, one.audio, one.captions]).map((rows) => {
      const [{ day: on, asset_id, title, audio, captions }] = rows as [Watch];
      const original = catalogue.find(({ id }) => id === asset_id)?.audio[0];
      return {
        day: on,
        asset_id,
        title,
        audio: audio ?? 'unknown',
        captions: captions ?? 'none',
        is_dub: audio !== undefined && original !== undefined && audio !== original,
        views: viewings(rows, starts),
        viewers: distinct(rows.map(({ user_id }) => user_id)),
        watch_seconds: sum(rows, ({ watched }) => watched),
      };
    }),
  ));

test('quality', () =>
  expectView(
    'quality',
    groups(ofType('quality'), (one) => [one.day, one.device]).map((rows) => {
      const sessions = groups(rows, (one) => [one.user_id, one.session_id]);
      const startups = sessions.flatMap((of) => of.flatMap(({ startup_ms }) => startup_ms ?? []).slice(0, 1));
      const played = sum(rows, ({ played_ms }) => played_ms);
      const measured = rows.filter(({ bitrate_kbps }) => bitrate_kbps !== undefined);
      const withError = sessions.filter((of) => of.some(({ errors = 0 }) => errors > 0)).length;
      return {
        day: rows[0]?.day,
        device: rows[0]?.device,
        sessions: sessions.length,
        startup_p50_ms: percentile(startups, 0.5),
        startup_p95_ms: percentile(startups, 0.95),
        rebuffer_ratio: sum(rows, ({ rebuffer_ms }) => rebuffer_ms) / (played + sum(rows, (one) => one.rebuffer_ms)),
        rebuffers_per_hour: sum(rows, ({ rebuffer_count }) => rebuffer_count) / (played / 3_600_000),
        bitrate_kbps:
          measured.length === 0
            ? null
            : sum(measured, ({ bitrate_kbps = 0, played_ms = 0 }) => bitrate_kbps * played_ms) /
              sum(measured, ({ played_ms }) => played_ms),
        sessions_with_error: withError,
        error_rate: withError / sessions.length,
      };
    }),
  ));

test('quality_effect', () => {
  const recent = <T extends LakeRecord>(rows: readonly T[]) => rows.filter((one) => one.day >= daysAgo(28));
  const watched = grouped(recent(watches), viewingOf);
  const sessions = [...grouped(recent(ofType('quality')), viewingOf)].flatMap(([viewing, reports]) => {
    const rows = watched.get(viewing);
    if (!rows) return [];
    const stalled = sum(reports, ({ rebuffer_ms }) => rebuffer_ms);
    const ratio = stalled / (stalled + sum(reports, ({ played_ms }) => played_ms));
    const band = ratio === 0 ? 'none' : ratio < 0.01 ? 'under 1 %' : ratio < 0.05 ? '1–5 %' : 'over 5 %';
    const seconds = sum(rows, (one) => one.watched);
    return [{ band, seconds, share: Math.min(1, seconds / (rows[0]?.duration ?? 0)) }];
  });
  expect(distinct(sessions.map(({ band }) => band))).toBe(4);
  return expectView(
    'quality_effect',
    groups(sessions, ({ band }) => band).map((rows) => ({
      rebuffer_band: rows[0]?.band,
      sessions: rows.length,
      watched_share: sum(rows, ({ share }) => share) / rows.length,
      watch_seconds: sum(rows, ({ seconds }) => seconds),
    })),
  );
});

test('funnel', () =>
  expectView(
    'funnel',
    groups(
      events.filter(({ event }) => ['watch', 'impression', 'click'].includes(event)),
      (one) => one.day,
    ).map((rows) => {
      const [{ day: on }] = rows as [LakeRecord];
      const seen = watches.filter((one) => one.day === on);
      return {
        day: on,
        impressions: sum(ofType('impression'), (one) => (one.day === on ? one.asset_ids?.length : 0)),
        clicks: ofType('click').filter((one) => one.day === on).length,
        starts: viewings(seen, starts),
        quarters: viewings(
          seen,
          passes((duration) => duration / 4),
        ),
        halves: viewings(
          seen,
          passes((duration) => duration / 2),
        ),
        finishes: viewings(seen, finishes),
      };
    }),
  ));

test('attribution', () =>
  expectView(
    'attribution',
    groups(
      events.filter((one) => one.row_id && ['watch', 'impression', 'click'].includes(one.event)),
      (one) => [one.day, one.row_id],
    ).map((rows) => {
      const [{ day: on, row_id }] = rows as [LakeRecord];
      const seen = watches.filter((one) => one.day === on && one.row_id === row_id);
      const impressions = sum(rows, ({ event, asset_ids }) => (event === 'impression' ? asset_ids?.length : 0));
      const clicks = rows.filter(({ event }) => event === 'click').length;
      return {
        day: on,
        row_id,
        impressions,
        clicks,
        starts: viewings(seen, starts),
        finishes: viewings(seen, finishes),
        watch_seconds: sum(seen, ({ watched }) => watched),
        click_rate: impressions === 0 ? null : clicks / impressions,
      };
    }),
  ));

test('searches', () =>
  expectView(
    'searches',
    groups(ofType('search'), (one) => [one.day, one.query?.trim().toLowerCase()]).map((rows) => ({
      day: rows[0]?.day,
      query: rows[0]?.query?.trim().toLowerCase(),
      searches: rows.length,
      without_result: rows.filter(({ results }) => results === 0).length,
    })),
  ));

/** Whether these reports of a viewer and a film have the seconds of the film's start. */
const isStarted = (rows: readonly Watch[]) =>
  sum(rows, ({ watched }) => watched) >= Math.min(startedShare * (rows[0]?.duration ?? 0), startedSeconds);

test('popular', () =>
  expectView(
    'popular',
    groups(
      groups(
        watches.filter((one) => one.day > daysAgo(28)),
        ({ asset_id, user_id }) => [asset_id, user_id],
      ).filter(isStarted),
      ([one]) => one?.asset_id,
    ).map((viewers) => ({
      asset_id: viewers[0]?.[0]?.asset_id,
      score: sum(viewers, (rows) => {
        const last =
          rows
            .map((one) => one.day)
            .sort()
            .at(-1) ?? '';
        return 0.5 ** ((Date.parse(dayOf(now)) - Date.parse(last)) / day / 7);
      }),
      viewers: viewers.length,
    })),
  ));

test('trending', () => {
  const isLate = ({ happened_at }: Watch) => happened_at > timeOf(now - day);
  const week = watches.filter(({ happened_at }) => happened_at > timeOf(now - 7 * day));
  const counted = groups(week, (one) => [one.asset_id, one.user_id, isLate(one) ? 'lately' : one.day]).filter(
    isStarted,
  );
  const lately = counted.filter(([one]) => one && isLate(one));
  const everybody = distinct(lately.map(([one]) => one?.user_id));
  const viewersOf = (asset_id: string | undefined, some: readonly Watch[][]) =>
    some.filter(([one]) => one?.asset_id === asset_id).length;
  expect(viewersOf('a6', lately)).toBe(29);
  expect(week.filter((one) => one.asset_id === 'a7')).toHaveLength(40);
  const titlesOfDay = [...new Set(lately.map(([one]) => one?.asset_id))];
  return expectView(
    'trending',
    titlesOfDay
      .map((asset_id) => ({ asset_id, viewers: viewersOf(asset_id, lately) }))
      .filter(({ viewers }) => viewers >= Math.max(30, everybody / 100))
      .map(({ asset_id, viewers }) => {
        const earlier = viewersOf(asset_id, counted) - viewers;
        return { asset_id, score: (viewers + 1) / (earlier / 6 + 1), viewers };
      }),
  );
});

test('a title needs one of a hundred viewers to trend', async () => {
  const many = await openLake({
    interactions: [
      ...crowdOf(3001, 'many', { asset_id: 'a1', duration: 300, watched: 60 }),
      ...crowdOf(31, 'few', { asset_id: 'a2', duration: 300, watched: 60 }),
      ...crowdOf(30, 'fewer', { asset_id: 'a3', duration: 300, watched: 60 }),
    ] as never,
  });
  try {
    const rows = await many.ask('SELECT asset_id FROM trending ORDER BY score DESC');
    expect(rows.map(({ asset_id }) => asset_id)).toEqual(['a1', 'a2']);
  } finally {
    many.close();
  }
});

const personalised = events.filter((one) => one.personalised);
const secondsOf = (at: string) => Math.floor(Date.parse(`${at}Z`) / 1000);
/** The last event of each viewer and title. */
const lastOf = (rows: readonly LakeRecord[]) =>
  groups(rows, ({ user_id, asset_id }) => [user_id, asset_id]).map(
    (some) => some.toSorted((one, other) => one.happened_at.localeCompare(other.happened_at)).at(-1) as LakeRecord,
  );
const startedFilms = groups(
  watches.filter((one) => one.personalised),
  ({ user_id, asset_id }) => [user_id, asset_id],
).filter(isStarted);
const isOfStarted = ({ user_id, asset_id }: LakeRecord) =>
  startedFilms.some(([one]) => one?.user_id === user_id && one?.asset_id === asset_id);
const learnt = (event_type: string, rows: readonly LakeRecord[]) =>
  lastOf(rows).map(({ user_id, asset_id, happened_at, rating }) => ({
    ...{ user_id, item_id: asset_id, timestamp: secondsOf(happened_at), event_type, event_value: rating ?? null },
  }));
const personal = [
  ...learnt('Watch', startedFilms.flat()),
  ...learnt(
    'Finish',
    startedFilms
      .filter((rows) => sum(rows, ({ watched }) => watched) >= finishedWatchedShare * (rows[0]?.duration ?? 0))
      .flatMap((rows) => rows.filter(({ position = 0, duration = 0 }) => position >= finishedShare * duration)),
  ),
  ...learnt(
    'Click',
    personalised.filter((one) => one.event === 'click' && isOfStarted(one)),
  ),
  ...learnt(
    'Rate',
    personalised.filter((one) => one.event === 'rate' && isOfStarted(one)),
  ),
];

test('personalize_interactions counts viewers, and has nothing of those who are not to be personalised', async () => {
  expect(distinct(personal.map(({ event_type }) => event_type))).toBe(4);
  expect(personalised.some((one) => one.event === 'click' && !isOfStarted(one))).toBe(true);
  await expectView('personalize_interactions', personal);
});

test('personalize_minima counts the films that viewers started, and twenty of a viewer at most', () => {
  const viewers = groups(
    personal.filter(({ event_type }) => event_type === 'Watch'),
    ({ user_id }) => user_id,
  );
  expect(viewers.some((rows) => rows.length > 20)).toBe(true);
  return expectView('personalize_minima', [
    {
      interactions: sum(viewers, (rows) => Math.min(rows.length, 20)),
      viewers_with_two: viewers.filter((rows) => rows.length >= 2).length,
    },
  ]);
});
