import { filmRates } from '../../../cost/film-rates';
import { totalOf } from '../../../lambda/budget/estimate';
import type { ReserveInput } from '../../../lambda/budget/messages';
import type { FilmCost, KeptReservation, Reserved } from '../../../lambda/budget/reservation';
import { type ReservePorts, reserve, type WaitingFilm } from '../../../lambda/budget/reserve';
import { settle } from '../../../lambda/budget/settle';
import { type PaidJobs, spentOf } from '../../../lambda/budget/spent';
import type { Approval, Asset, LanguageRecord } from '../../../lambda/shared/assets';
import { someAsset } from '../api/support';

const rates = filmRates('eu-west-1', 2);
const run = '0123abcd';
const limits = { perFilm: 10_000_000, perCreatorPerMonth: 20_000_000, perMonth: 30_000_000 };
const probe: ReserveInput['probe'] = {
  container: 'mp4',
  durationSeconds: 60,
  audio: [{ codec: 'AAC', track: 1, channels: 2 }],
};
const above: Reserved = { outcome: 'above', limit: 'perMonth', maximum: 30_000_000 };
const reserved: Reserved = { outcome: 'reserved', film: { estimate: 5, revision: 1 } };

function world(asset: Partial<Asset>, outcome: Reserved = reserved) {
  const row: Asset = someAsset({ status: 'PROCESSING', run, ...asset });
  const announced: WaitingFilm[] = [];
  const asked: (typeof limits | undefined)[] = [];
  const costs: FilmCost[] = [];
  const ports: ReservePorts = {
    assets: {
      find: async () => row,
      awaitApproval: async (_, approval) => {
        if (row.status !== 'PROCESSING') return false;
        Object.assign(row, { status: 'AWAITING_APPROVAL', approval });
        return true;
      },
      noteApprovalAnnounced: async () => void Object.assign(row, { approvalAnnounced: run }),
      noteCost: async (_, cost) => void costs.push(cost),
    },
    reservations: {
      reserve: async (_, most) => {
        asked.push(most);
        return most ? outcome : reserved;
      },
    },
    announcements: { announceWaiting: async (film) => void announced.push(film) },
    ...{ rates, limits, maxDurationSeconds: 7200, now: () => new Date('2026-01-31T12:00:00Z') },
  };
  const input: ReserveInput = {
    ...{ kind: 'reserve', assetId: row.id, run, attempt: run, probe, mustExtract: false, languages: [] },
  };
  return { row, announced, asked, costs, ports, input };
}

describe('before anything is paid for', () => {
  test('a film within the limits goes on, and its estimate is recorded', async () => {
    const { ports, input, costs, row } = world({});
    expect(await reserve(input, ports)).toEqual({ decision: 'go' });
    expect([costs, row.status]).toEqual([[{ estimate: 5, revision: 1 }], 'PROCESSING']);
  });

  test('a film above a limit waits, and the operators are informed once', async () => {
    const { ports, input, announced, row } = world({ title: 'A film' }, above);
    expect(await reserve(input, ports)).toEqual({ decision: 'wait' });
    expect(await reserve(input, ports)).toEqual({ decision: 'wait' });
    expect(row).toMatchObject({
      status: 'AWAITING_APPROVAL',
      approval: { run, limit: 'perMonth', maximum: 30_000_000 },
    });
    expect(row.approval?.since).toBe('2026-01-31T12:00:00.000Z');
    expect(announced).toMatchObject([{ title: 'A film', limit: 'perMonth', maximum: 30 }]);
  });

  test('an announcement that failed is made by the next call', async () => {
    const { ports, input, announced } = world({}, above);
    const failing = { announceWaiting: () => Promise.reject(new Error('SNS')) };
    await expect(reserve(input, { ...ports, announcements: failing })).rejects.toThrow('SNS');
    expect(await reserve(input, ports)).toEqual({ decision: 'wait' });
    expect(announced).toHaveLength(1);
  });

  test('an approved cost counts without limits; a higher one does not', async () => {
    const approval = (estimate: number): Approval => ({
      ...{ run, estimate, limit: 'perFilm', maximum: 1, since: '2026-01-01T00:00:00Z', decision: 'approve' },
    });
    const approved = world({ approval: approval(1e9) }, above);
    expect(await reserve(approved.input, approved.ports)).toEqual({ decision: 'go' });
    expect(approved.asked).toEqual([undefined]);
    const dearer = world({ approval: approval(1) }, above);
    expect(await reserve(dearer.input, dearer.ports)).toEqual({ decision: 'wait' });
    const attempt = 'fedcba98';
    await expect(reserve({ ...approved.input, attempt }, approved.ports)).rejects.toMatchObject({
      name: 'AboveBudget',
    });
  });

  test('languages above a limit are refused, and the film stays as it is', async () => {
    const { ports, input, row, announced } = world({ status: 'READY' }, above);
    const added = { ...input, attempt: 'fedcba98', probe: undefined, languages: ['es'], durationSeconds: 60 };
    await expect(reserve(added, ports)).rejects.toMatchObject({ name: 'AboveBudget' });
    expect([row.status, announced]).toEqual(['READY', []]);
  });

  test.each<[string, Partial<Asset>]>([
    ['a later run', { run: 'fedcba98' }],
    ['a deleted film', { status: 'DELETED' }],
  ])('%s replaces the execution', async (_, asset) => {
    const { ports, input } = world(asset);
    await expect(reserve(input, ports)).rejects.toMatchObject({ name: 'Superseded' });
  });
});

describe('what was spent', () => {
  const parts = { picture: 900, sound: 90, speech: 60, 'translation:es': 50, 'voice:es': 40, 'dub:es': 30, storage: 5 };
  const reservation: KeptReservation = {
    ...{ assetId: 'a', attempt: run, ownerId: 'o', month: '2026-01', parts, framesPerSecond: 25 },
    reserved: totalOf(parts),
  };
  const speech = (es?: Partial<LanguageRecord>): Asset['speech'] => ({
    ...{ run, status: 'found', language: 'en' },
    languages: [{ language: 'en' }, ...(es ? [{ language: 'es', ...es }] : [])],
  });
  const captions = { language: 'es', playlistKey: '', vttKey: '', cuesKey: '', cues: 1, bandwidth: 1 };
  const asset = (members: Partial<Asset>) => someAsset({ run, status: 'READY', durationSeconds: 60, ...members });
  const spent = (jobs: PaidJobs, of: Asset | undefined, name: keyof typeof parts) =>
    spentOf({ ...reservation, parts: { [name]: parts[name] } }, jobs, of, rates);

  test('a job costs what it made, by the tier of each output', () => {
    const made = [{ seconds: 60, shortSide: 1080 }, { seconds: 60, shortSide: 360 }, { seconds: 60 }];
    const { prices } = rates;
    const usd =
      prices['mediaconvert.basic.hd'] +
      prices['mediaconvert.basic.sd'] +
      prices['mediaconvert.audio'] +
      prices['mediaconvert.loudness'];
    expect(spent({ picture: { made } }, asset({}), 'picture')).toBe(Math.round(usd * 1e6));
  });

  test('a job that failed or was never started costs nothing; one of unknown outcome costs its estimate', () => {
    expect(spent({ picture: { made: [] } }, asset({}), 'picture')).toBe(0);
    expect(spent({}, asset({}), 'picture')).toBe(0);
    expect(spent({ picture: {} }, asset({}), 'picture')).toBe(900);
  });

  test('characters are those that were translated and spoken', () => {
    const report = { characters: 1000 } as never;
    const es = { captions: { ...captions, translatedCharacters: 1000 }, dub: { folder: '', report } };
    expect(spent({}, asset({ speech: speech(es) }), 'translation:es')).toBe(15_000);
    expect(spent({}, asset({ speech: speech(es) }), 'voice:es')).toBe(16_000);
  });

  test('a language that the services do not have costs nothing', () => {
    const noPair = { missing: { code: 'UnsupportedLanguagePair', message: '' } };
    expect(spent({}, asset({ speech: speech(noPair) }), 'translation:es')).toBe(0);
    const noVoice = { captions, missing: { code: 'NoVoice', message: '' } };
    expect(spent({}, asset({ speech: speech(noVoice) }), 'voice:es')).toBe(0);
    expect(spent({}, asset({ speech: { run, status: 'none', languages: [] } }), 'translation:es')).toBe(0);
  });

  test('a language that failed on the way costs its estimate', () => {
    const failed = { missing: { code: 'SpeechFailed', message: '' } };
    expect(spent({}, asset({ speech: speech(failed) }), 'translation:es')).toBe(50);
    expect(spent({}, asset({ speech: speech({ captions, ...failed }) }), 'voice:es')).toBe(40);
  });

  test('a film that failed before its first job gives everything back', () => {
    const failed = asset({ status: 'FAILED', durationSeconds: undefined, speech: undefined });
    expect(spentOf(reservation, {}, failed, rates)).toBe(0);
  });

  test('is recorded once, and only for an execution with a reservation', async () => {
    const costs: FilmCost[] = [];
    const kept: (KeptReservation | undefined)[] = [undefined, reservation, { ...reservation, spent: 1 }];
    for (const found of kept) {
      await settle({ assetId: 'a', run, attempt: run }, false, {
        assets: { find: async () => asset({}), noteCost: async (_, cost) => void costs.push(cost) },
        reservations: {
          find: async () => found,
          settle: async (_, amount) => ({ estimate: 1, spent: amount, revision: 2 }),
        },
        ...{ jobs: { find: async () => undefined }, rates, now: () => new Date() },
      });
    }
    expect(costs).toEqual([{ estimate: 1, spent: 5, revision: 2 }]);
  });
});
