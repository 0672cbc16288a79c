import { type Claim, emptyPace, type Pace, release, reserve } from '../../../lambda/interactions/pace';
import type { PlaybackSession } from '../../../lambda/interactions/playback';
import { film } from './world';

const now = Date.UTC(2026, 2, 1, 12);
const session = (id: string, secondsAgo: number, members: Partial<PlaybackSession> = {}): PlaybackSession => ({
  ...{ id, userId: 'v', assetId: film('a'), startedAt: now - secondsAgo * 1000, endsAt: now + 3_600_000 },
  ...members,
});
const others = (count: number): Claim[] => Array.from({ length: count }, () => ({ seconds: 0 }));
const secondsOf = ({ grants }: ReturnType<typeof reserve>) =>
  grants.map((grant) => ('refused' in grant ? grant.refused : grant.seconds));

describe('events in a minute', () => {
  test('are six hundred, and as many in the next minute', () => {
    const { after } = reserve(emptyPace('v'), others(590), now);
    const next = reserve(after, others(11), now + 59_999);
    expect(secondsOf(next)).toEqual([...Array(10).fill(0), 'too-many']);
    expect(secondsOf(reserve(next.after, others(600), now + 60_000))).toEqual(Array(600).fill(0));
  });

  test('are counted in the later minute by a function whose clock is behind', () => {
    const { after } = reserve(emptyPace('v'), others(600), now);
    expect(secondsOf(reserve(after, others(1), now - 1))).toEqual(['too-many']);
  });
});

describe('seconds of a session', () => {
  test('are at most twice those that have passed since it was opened, and one', () => {
    const claims = [40, 40, 40].map((seconds) => ({ session: session('s', 40), seconds }));
    expect(secondsOf(reserve(emptyPace('v'), claims, now))).toEqual([40, 40, 1]);
  });

  test('are counted over all requests, and continue with time', () => {
    const claim = { session: session('s', 10), seconds: 120 };
    const { after, grants } = reserve(emptyPace('v'), [claim], now);
    expect(grants).toEqual([{ seconds: 21, total: 21 }]);
    expect(secondsOf(reserve(after, [claim], now))).toEqual([0]);
    expect(reserve(after, [claim], now + 10_000).grants).toEqual([{ seconds: 20, total: 41 }]);
  });

  test('end when the session ended', () => {
    const ended = session('s', 600, { endsAt: now - 590_000 });
    expect(secondsOf(reserve(emptyPace('v'), [{ session: ended, seconds: 120 }], now))).toEqual([21]);
  });

  test('are given back for events that were lost, without room for more events', () => {
    const claim = { session: session('s', 10), seconds: 20 };
    const { after } = reserve(emptyPace('v'), [claim, ...others(599)], now);
    const back = release(after, [{ sessionId: 's', seconds: 20 }]);
    expect(back.sessions).toEqual([expect.objectContaining({ id: 's', seconds: 0 })]);
    expect(secondsOf(reserve(back, [claim], now))).toEqual(['too-many']);
    expect(secondsOf(reserve(back, [claim], now + 60_000))).toEqual([20]);
  });

  test('cannot be counted again by opening sessions until the first one is forgotten', () => {
    let pace: Pace = emptyPace('v');
    for (let index = 0; index < 40; index++) {
      const one = { session: session(`s${index}`, 100 - index), seconds: 500 };
      const { after, grants } = reserve(pace, [one], now);
      expect(grants).toEqual([{ seconds: (100 - index) * 2 + 1, total: (100 - index) * 2 + 1 }]);
      pace = after;
    }
    expect(pace.sessions).toHaveLength(12);
    expect(secondsOf(reserve(pace, [{ session: session('s0', 100), seconds: 1 }], now))).toEqual(['no-session']);
    expect(secondsOf(reserve(pace, [{ session: session('s39', 61), seconds: 1 }], now + 1000))).toEqual([1]);
  });
});
