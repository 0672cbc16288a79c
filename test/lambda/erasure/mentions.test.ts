import { unfinishedJobsOf } from '../../../lambda/erasure/jobs';
import { forgetting } from '../../../lambda/erasure/mentions';
import { endSessions } from '../../../lambda/erasure/sessions';
import { toItem } from '../../../lambda/shared/items';

const id = 'aaaaaaaaaaaaaaaaaaaaaa';
const other = 'abbbbbbbbbbbbbbbbbbbbb';

test.each([
  ['a row whose key has the id', { id: `picture#${id}#0a1b2c3d` }],
  ['a row with a text that is the id', { id: 'session', assetId: id, open: [{ assetId: id }] }],
  ['a row with the id in an object', { id: 'arrival', source: { key: `uploads/${id}/source` } }],
])('%s is removed', (_, row) => {
  expect(forgetting(toItem(row), id)).toEqual({ row: true });
});

test('a list loses the elements that mention the id, and keeps the others', () => {
  const open = [
    { assetId: id, title: 'Gone' },
    { assetId: other, title: 'Stays' },
  ];
  expect(forgetting(toItem({ id: 'viewer:one', open, revision: 3 }), id)).toEqual({
    row: false,
    lists: { open: toItem({ open: open.slice(1) }).open },
    elements: {},
  });
});

test('a set loses the elements that mention the id', () => {
  const row = { ...toItem({ id: 'creator#2026-01-01', uploads: 2 }), uploadsOf: { SS: ['x', id] } };
  expect(forgetting(row, id)).toEqual({ row: false, lists: {}, elements: { uploadsOf: [id] } });
});

test('a row that does not mention the id is not touched', () => {
  expect(forgetting(toItem({ id: 'popular', assets: [{ id: other }], count: 1, none: null }), id)).toBeUndefined();
});

test('the jobs of MediaConvert are those without a result, and none of Transcribe', () => {
  const rows = [
    { id: `picture#${id}#1`, jobId: 'ends', result: { status: 'COMPLETE' } },
    { id: `dub#${id}#1#es`, jobId: 'runs' },
    { id: `speech#${id}#1`, jobId: `${id}-1` },
    { id: `sound#${id}#1` },
  ].map(toItem);
  expect(unfinishedJobsOf(rows)).toEqual(['runs']);
});

test('open sessions are ended at the edge, fifty in one request, for longer than any signature of them', async () => {
  const requests: { ids: readonly string[]; until: number }[] = [];
  const rows = [
    ...Array.from({ length: 60 }, (_, n) => ({ id: `session-${n}`, assetId: id, cookies: {} })),
    { id: 'ended', assetId: id, cookies: {}, endedAt: '2026-01-01T00:00:00Z' },
    { id: 'viewer:one', open: [{ assetId: id }] },
  ].map(toItem);
  const before = Math.floor(Date.now() / 1000);
  await endSessions(rows, { addAll: async (ids, until) => void requests.push({ ids, until }) }, 3600);
  expect(requests.map(({ ids }) => ids.length)).toEqual([50, 10]);
  expect(requests.flatMap(({ ids }) => ids)).not.toContain('ended');
  for (const { until } of requests) expect(until).toBeGreaterThanOrEqual(before + 3660);
});
