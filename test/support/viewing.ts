import type { InteractionType } from '../../lambda/shared/event-names';
import type { LakeRecord } from '../../lambda/shared/interactions';

/** Numbers from 0 to 1 that look random, and are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const titles = [
  { id: 'a1', title: 'Tides', duration: 6000, audio: ['en', 'es'] },
  { id: 'a2', title: 'Sand', duration: 300, audio: ['es', 'en'] },
  { id: 'a3', title: 'A “quoted” one', duration: 1800, audio: [] },
  { id: 'a4', title: 'Night', duration: 90, audio: ['en'] },
  // Not in the catalogue.
  { id: 'a5', title: undefined, duration: 4321, audio: ['fr'] },
] as const;

const day = 86_400_000;
const devices = ['desktop', 'phone', 'tv'] as const;
const rows = ['top-picks', 'trending-now', undefined] as const;

/** As the handler writes times. */
export function timeOf(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '');
}

/** The events of some viewers in the 40 days before `now`, as stored in the lake: some are stored twice. */
export function interactionsBefore(now: number, seed: number): LakeRecord[] {
  const random = seeded(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const records: LakeRecord[] = [];
  const users = Array.from({ length: 9 }, (_, index) => ({ user_id: `u${index}`, personalised: index % 4 !== 3 }));

  const add = (event: InteractionType, at: number, user: (typeof users)[number], members: Partial<LakeRecord>) => {
    const happened_at = timeOf(at);
    records.push({
      day: happened_at.slice(0, 10),
      event,
      id: `${event}-${records.length}`,
      version: 1,
      ...user,
      visit: `visit-${user.user_id}`,
      device: 'desktop',
      happened_at,
      received_at: timeOf(at + 2000),
      ...members,
    });
  };

  for (let session = 0; session < 70; session++) {
    const user = pick(users);
    const film = pick(titles);
    const common = {
      session_id: `session-${session}`,
      asset_id: film.id,
      device: pick(devices),
      row_id: pick(rows),
    };
    // A third before midnight, a third in the last week, and the rest anywhere.
    const begins = [
      Math.floor((now - random() * 38 * day) / day) * day - film.duration * (100 + 300 * random()),
      now - 30_000_000 - random() * random() * 7 * day,
      now - 30_000_000 - random() * 38 * day,
    ][session % 3] as number;
    const watched = film.duration * Math.min(1, 0.02 + random() * 1.3);
    const step = film.duration / 9;
    let from = session % 10 === 9 ? film.duration * 0.4 : 0;
    for (let at = begins; from < watched; ) {
      const position = Math.min(from + step * (0.5 + random()), film.duration, watched);
      at += (position - from) * 1000;
      add('watch', at, user, {
        ...common,
        from_position: from,
        position,
        duration: film.duration,
        watched: position - from,
        audio: random() < 0.9 ? pick(['en', 'es', 'fr']) : undefined,
        captions: random() < 0.3 ? 'de' : undefined,
      });
      // Back to the beginning, now and then: what was passed is passed again.
      from = random() < 0.05 ? 0 : position;
      if (random() < 0.1) break;
    }
    const stalls = pick([0, 0, 40, 400, 4000]);
    for (let report = 0; report < 3; report++) {
      add('quality', begins + report * 20_000, user, {
        session_id: common.session_id,
        asset_id: film.id,
        device: common.device,
        ...(report === 0 && { startup_ms: Math.round(random() * 4000) }),
        played_ms: Math.round(15_000 + random() * 5000),
        rebuffer_count: stalls > 0 ? report : 0,
        rebuffer_ms: stalls > 0 ? report * stalls : 0,
        ...(random() < 0.8 && { bitrate_kbps: 500 + Math.round(random() * 6000) }),
        errors: random() < 0.1 ? 1 : 0,
        dropped_frames: 0,
      });
    }
  }
  for (let visit = 0; visit < 60; visit++) {
    const user = pick(users);
    const at = now - 30_000_000 - random() * 20 * day;
    const row_id = pick(rows);
    const asset_ids = titles.slice(0, 1 + Math.floor(random() * titles.length)).map(({ id }) => id);
    add('impression', at, user, { asset_ids, row_id });
    if (random() < 0.5) add('click', at + 4000, user, { asset_id: pick(asset_ids), rank: 0, row_id });
    if (random() < 0.3) add('rate', at + 8000, user, { asset_id: pick(asset_ids), rating: pick([1, 2, 3, 4, 5]) });
    if (random() < 0.4)
      add('search', at + 9000, user, { query: pick(['Tides', ' tides ', 'ΝΎΧΤΑ']), results: pick([0, 3]) });
  }
  const again = records
    .filter(() => random() < 0.15)
    .map((record) => ({ ...record, received_at: timeOf(Date.parse(`${record.happened_at}Z`) + 60_000) }));
  // Another viewer's event with the same id is an event of its own.
  const copied = records.filter(() => random() < 0.02).map((record) => ({ ...record, user_id: 'copycat' }));
  return [...records, ...again, ...copied];
}
