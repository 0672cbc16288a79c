import { emptyActivity, Seen, withEvents } from '../../../lambda/interactions/activity';
import { checkEvent } from '../../../lambda/interactions/check-event';
import { lakeRecord, timestamp } from '../../../lambda/interactions/lake-record';
import { trackedEvents } from '../../../lambda/interactions/tracked-events';
import type { Interaction } from '../../../lambda/shared/interactions';
import cases from '../../cases/interaction-checks.json';
import { film, watch } from './world';

const now = Date.UTC(2026, 2, 1, 12);

describe('one event', () => {
  test.each(cases)('$name', ({ event, sentAt = 0, expected }) => {
    const { at = 0, ...members } = event as { at?: number };
    const checked = checkEvent({ ...watch(), ...members, at: now + at }, { sentAt: now + sentAt, now });
    if ('code' in expected) {
      expect(checked).toEqual({
        refused: { code: expected.code, message: expect.stringContaining(expected.message ?? '') },
      });
      return;
    }
    const { clamped, at: offset = 0, ...positions } = expected as { clamped: string[]; at?: number };
    expect(checked).toMatchObject({ event: { ...positions, at: now + offset }, clamped });
  });

  test.each([null, 3, 'event', [], {}])('%j is none', (value) => {
    expect(checkEvent(value, { sentAt: now, now })).toMatchObject({ refused: { code: 'unknown-type' } });
  });
});

describe('its row of the lake', () => {
  const circumstances = { viewer: 'a-pseudonym', personalised: true, device: 'tv', receivedAt: timestamp(now) };

  test('times are in UTC, and the day is that of the event', () => {
    const at = Date.UTC(2026, 1, 28, 23, 59, 59, 7);
    const record = lakeRecord({ ...watch(), at } as Interaction, circumstances);
    expect(record).toMatchObject({ day: '2026-02-28', happened_at: '2026-02-28 23:59:59.007' });
    expect(record.received_at).toBe('2026-03-01 12:00:00.000');
  });

  test('a timestamp is what Date writes, at any time', () => {
    for (let at = 0; at < 4e12; at += 86_399_999_977) {
      expect(timestamp(at)).toBe(new Date(at).toISOString().replace('T', ' ').slice(0, -1));
    }
  });

  test('integers of the lake are whole', () => {
    const counts = { rebufferCount: 1, rebufferMs: 1.5, errors: 0, droppedFrames: 0, startupMs: 900.4 };
    const common = { v: 1, id: 'quality-1', at: now, visit: 'visit-1234' } as const;
    const event: Interaction = {
      ...common,
      type: 'quality',
      assetId: film('a'),
      sessionId: 'session-1',
      playedMs: 1.2,
      ...counts,
    };
    expect(lakeRecord(event, circumstances)).toMatchObject({ rebuffer_ms: 2, startup_ms: 900, played_ms: 1 });
  });
});

describe('what the recommenders learn', () => {
  const counted = (event: object, total: number) => ({
    event: { ...watch(), at: now, ...event } as Interaction,
    total,
  });
  const types = (total: number, event: object) => trackedEvents([counted(event, total)], []).map(({ type }) => type);

  test('a film is begun when half a minute of it, or a twentieth, was watched, wherever', () => {
    expect(types(29.9, { from: 0, position: 300, duration: 600 })).toEqual([]);
    expect(types(30, { from: 270, position: 300, duration: 600 })).toEqual(['Watch']);
    expect(types(5, { from: 0, position: 5, duration: 100 })).toEqual(['Watch']);
  });

  test('and seen where its last twentieth begins, when half of it was watched', () => {
    expect(types(300, { from: 500, position: 569, duration: 600 })).toEqual(['Watch']);
    expect(types(299, { from: 569, position: 570, duration: 600 })).toEqual(['Watch']);
    expect(types(300, { from: 569, position: 570, duration: 600 })).toEqual(['Watch', 'Finish']);
  });

  test('a report that reaches both is two events with ids of their own', () => {
    const both = trackedEvents([counted({ from: 0, position: 600 }, 600)], []);
    expect(both.map(({ type }) => type)).toEqual(['Watch', 'Finish']);
    expect(new Set(both.map(({ id }) => id)).size).toBe(2);
  });

  test('ids of rows that are ours stay ours', () => {
    const led = (recommendationId: string) =>
      trackedEvents([counted({ recommendationId }, 60)], [])[0]?.recommendationId;
    expect([led('RID-1'), led('omni-1')]).toEqual(['RID-1', undefined]);
  });

  test('a viewer counts once for a film and a day, in one batch and in many', () => {
    const reports = [counted({}, 60), counted({}, 120)];
    const first = trackedEvents(reports, []);
    expect(first.map(({ type }) => type)).toEqual(['Watch']);
    const { watched } = withEvents(
      emptyActivity('v'),
      reports.map(({ event }) => event),
      { tracked: first, now },
    );
    expect(trackedEvents([counted({}, 180)], watched)).toEqual([]);
    const tomorrow = now + 86_400_000;
    expect(trackedEvents([counted({ at: tomorrow }, 180)], watched).map(({ type }) => type)).toEqual(['Watch']);
    expect(trackedEvents([counted({ assetId: film('b') }, 60)], watched).map(({ type }) => type)).toEqual(['Watch']);
  });

  test('a click and a rating count for a film that the viewer has started, and once a day', () => {
    const said = [
      counted({ type: 'click' }, 0),
      counted({ type: 'rate', rating: 5 }, 0),
      counted({ type: 'rate', rating: 1 }, 0),
    ];
    expect(trackedEvents(said, [])).toEqual([]);
    const learnt = trackedEvents([counted({}, 60), ...said], []);
    expect(learnt.map(({ type, value }) => [type, value])).toEqual([
      ['Watch', undefined],
      ['Click', undefined],
      ['Rate', 5],
    ]);
  });
});

describe('what is kept of a viewer', () => {
  const events = (count: number, first = 0) =>
    Array.from(
      { length: count },
      (_, index) => ({ ...watch(), id: `event-${first + index}-id`, at: now }) as Interaction,
    );

  test('ids are known again, up to the last six hundred', () => {
    let row = withEvents(emptyActivity('v'), events(400), { now });
    row = withEvents(row, events(400, 400), { now });
    const seen = new Seen(row);
    expect(seen.add('event-799-id')).toBe(false);
    expect(seen.add('event-200-id')).toBe(false);
    expect(seen.add('event-199-id')).toBe(true);
    expect(seen.add('event-199-id')).toBe(false);
    expect(row.recent.length).toBe(600 * 6);
  });

  test('a hundred thousand ids have as many digests', () => {
    const seen = new Seen(emptyActivity('v'));
    const added = Array.from({ length: 100_000 }, (_, index) => seen.add(`id-of-an-event-${index}`));
    expect(added.filter(Boolean).length).toBe(100_000);
  });

  test('how far one got is by the latest event, whichever came first, and what was seen stays seen', () => {
    const at = (minutes: number) => now - minutes * 60_000;
    const watched = (minutes: number, position: number) => ({ ...watch(), position, at: at(minutes) }) as Interaction;
    let row = withEvents(emptyActivity('v'), [watched(1, 580)], { now });
    row = withEvents(row, [watched(5, 100)], { now });
    expect(row.watched).toEqual([expect.objectContaining({ position: 580, finished: true })]);
    row = withEvents(row, [watched(0, 40)], { now });
    expect(row.watched).toEqual([expect.objectContaining({ position: 40, finished: true })]);
  });

  test('the last twenty films are kept, the latest first', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxy'];
    const row = withEvents(
      emptyActivity('v'),
      letters.map((letter, index) => ({ ...watch(), assetId: film(letter), at: now + index }) as Interaction),
      { now },
    );
    expect(row.watched.map(({ assetId }) => assetId)).toEqual(letters.reverse().slice(0, 20).map(film));
  });
});
