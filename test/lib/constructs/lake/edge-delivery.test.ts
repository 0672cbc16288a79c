import { openLake, type Row } from '../../../support/lake';
import { seeded } from '../../../support/viewing';

const today = new Date().toISOString().slice(0, 10);
const folderOf = (day: string) => day.replaceAll('-', '/');

/** What the view says of these requests, all of today unless they say otherwise. */
async function deliveryOf(requests: readonly Row[]): Promise<Row[]> {
  const usual = { day: folderOf(today), cs_uri_stem: '/v/s/a1/picture/1.m4s', cs_uri_query: '-', sc_status: '200' };
  const lake = await openLake({
    edge_requests: requests.map((one) => ({ ...usual, sc_bytes: '1', x_edge_result_type: 'Hit', ...one })),
  });
  try {
    return await lake.ask('SELECT * FROM edge_delivery ORDER BY day, kind');
  } finally {
    lake.close();
  }
}

const players = [
  ['nothing', '-', null, null],
  ['no CMCD', 'a=1&XCMCD=bs', null, null],
  ['CMCD without a shortage', 'CMCD=br%3D3200%2Cot%3Dv', 0, null],
  ['a shortage, alone', 'CMCD=bs', 1, null],
  ['a shortage, first', 'CMCD=bs%2Cmtp%3D800', 1, 800],
  ['a shortage, amidst', 'a=1&CMCD=br%3D3200%2Cbs%2Cd%3D2000&b=2', 1, null],
  ['a shortage, last', 'CMCD=br%3D3200%2Cbs', 1, null],
  ['an encoding of the encoding', 'CMCD=br%253D3200%252Cbs%252Cmtp%253D4500', 1, 4500],
  ['no encoding', 'CMCD=br=3200,bs,mtp=4500', 1, 4500],
  ['small letters', 'CMCD=mtp%3d4500%2cbs', 1, 4500],
  ['keys that only look alike', 'CMCD=tbs%2Cxmtp%3D100%2Cbsd%3D40', 0, null],
  ['what cannot be decoded', 'CMCD=bs%2Cmtp%3D%ZZ', 1, null],
  ['too much', `CMCD=mtp%3D${'9'.repeat(30)}`, 0, null],
] as const;

test.each(players)('a player that tells %s', async (_, cs_uri_query, starvation, throughput) => {
  const [row] = await deliveryOf([{ cs_uri_query }]);
  expect(row?.starvation_ratio).toBe(starvation);
  expect(row?.throughput_p50_kbps).toBe(throughput);
});

const paths = [
  ['/', 'page'],
  ['/app.js', 'page'],
  ['/vendor.vtt', 'page'],
  ['/api/assets', 'api'],
  ['/v/s/a1/manifests/1/index.m3u8', 'manifest'],
  ['/v/s/a1/signed/manifests/1/index.mpd', 'manifest'],
  ['/v/s/a1/captions/en/1.vtt', 'captions'],
  ['/v/s/a1/picture/1/film_720p/000001.m4s', 'segment'],
] as const;

test.each(paths)('%s is of the kind %s', async (cs_uri_stem, kind) => {
  expect(await deliveryOf([{ cs_uri_stem }])).toMatchObject([{ day: today, kind, requests: 1 }]);
});

test('figures are those of the requests', async () => {
  const random = seeded(3);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const requests = Array.from({ length: 400 }, () => ({
    cs_uri_stem: pick(paths)[0],
    cs_uri_query: pick(players)[1],
    sc_bytes: pick(['-', '0', '1234', '9876543210']),
    sc_status: pick(['200', '206', '304', '403', '500', '000', '-']),
    x_edge_result_type: pick(['Hit', 'RefreshHit', 'OriginShieldHit', 'Miss', 'Error', '-']),
  }));
  const rows = await deliveryOf(requests);
  expect(rows).toHaveLength(5);
  for (const row of rows) {
    const some = requests.filter((one) => paths.some(([path, kind]) => path === one.cs_uri_stem && kind === row.kind));
    const share = (of: (one: (typeof requests)[number]) => boolean) => some.filter(of).length / some.length;
    const told = some.map((one) => players.find(([, query]) => query === one.cs_uri_query) as (typeof players)[number]);
    const reported = told.filter(([, , starvation]) => starvation !== null);
    const throughputs = told.flatMap(([, , , kbps]) => kbps ?? []).sort((one, other) => one - other);
    expect(row).toMatchObject({
      requests: some.length,
      bytes: some.reduce((total, { sc_bytes }) => total + (Number(sc_bytes) || 0), 0),
      hit_ratio: share(({ x_edge_result_type }) => x_edge_result_type.endsWith('Hit')),
      error_ratio: share(({ sc_status }) => sc_status === '403' || sc_status === '500'),
      starvation_ratio: reported.filter(([, , starvation]) => starvation === 1).length / reported.length,
      throughput_p50_kbps: throughputs[Math.ceil(throughputs.length / 2) - 1],
    });
  }
});

test('days are those of the folders, up to four weeks back', async () => {
  const daysAgo = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
  const rows = await deliveryOf([0, 1, 28, 29, 60].map((days) => ({ day: folderOf(daysAgo(days)) })));
  expect(rows.map(({ day }) => day)).toEqual([daysAgo(28), daysAgo(1), today]);
});
