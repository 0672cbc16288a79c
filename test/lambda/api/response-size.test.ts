import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { type AssetPorts, assets } from '../../../lambda/api/assets';
import { UploadsBucket } from '../../../lambda/api/source-store.client';
import { maxLanguages } from '../../../lambda/api/upload-request';
import { uploads } from '../../../lambda/api/uploads';
import { insights } from '../../../lambda/insights/insights';
import { homeRows } from '../../../lambda/recommendations/rows';
import type { Asset } from '../../../lambda/shared/assets';
import { type HttpHandler, http } from '../../../lambda/shared/http';
import type { RouteKey } from '../../../lambda/shared/routes';
import { captureLines } from '../../support/lines';
import { type Ask, admin, creator, httpEvent, someAsset } from './support';

/** Lambda's limit for the JSON that a function returns; recorded, see local/services/lambda/sandbox.ts. */
const LARGEST_RESPONSE = 6_291_556;

/** The longest text in JSON within JSON: a character of one UTF-16 unit that becomes seven bytes. */
const longest = (characters: number) => '\u0001'.repeat(characters);
const now = () => new Date('2026-01-01T00:00:00Z');

async function ask(route: RouteKey, handlers: Partial<Record<RouteKey, HttpHandler>>, how: Ask) {
  const result = await http(handlers)(httpEvent(route, how));
  return { result, size: Buffer.byteLength(JSON.stringify(result)), body: JSON.parse(result.body ?? '{}') };
}

/** A record with the longest texts that uploads and the workflow let in, and as many languages as a film may have. */
function largestAsset(): Asset {
  const tags = Array.from({ length: maxLanguages }, (_, index) => `fr-x-${'abcdefgh-'.repeat(3)}${10 + index}`);
  const numbers = ['spedUp', 'meanStartOffsetMs', 'maxStartOffsetMs', 'overruns', 'meanOverrunMs', 'maxOverrunMs'];
  const counts = ['cues', ...numbers, 'missing', 'characters'].map((name) => [name, 123456.789012345]);
  const languages = tags.map((language, index) => ({
    language,
    // One half is there, and the other is missing with a reason: no language is both.
    ...(index % 2
      ? { dub: { folder: 'dubs/', report: Object.fromEntries(counts) } }
      : { missing: { code: 'TranscriptionFailed', message: 'm'.repeat(500) } }),
  }));
  const rung = {
    width: 1920,
    height: 1080,
    bandwidth: 12_345_678,
    codecs: 'avc1.640028,mp4a.40.2',
    frameRate: 23.976023976,
  };
  return someAsset({
    title: longest(200),
    fileName: longest(255),
    contentType: 'v'.repeat(127),
    genres: Array.from({ length: 10 }, () => longest(30)),
    targetLanguages: tags,
    run: '0a1b2c3d',
    speech: { run: '0a1b2c3d', status: 'found', language: 'en', confidence: 0.987654321, languages } as Asset['speech'],
    tracks: {
      video: Array.from({ length: 8 }, () => rung),
      audio: tags.map((language) => ({ language, kind: 'dub' as const })),
      captions: tags.map((language) => ({ language })),
    },
    notes: Array.from({ length: 5 }, () => ({ code: 'Truncated', message: 'm'.repeat(500) })),
  });
}

describe('the largest answer fits into a response of a function', () => {
  test('GET /api/assets: a hundred films with the longest texts in fifty languages', async () => {
    const rows = Array.from({ length: 100 }, largestAsset);
    const ports = { records: { page: async () => ({ assets: rows }) }, now } as unknown as AssetPorts;
    const { size, body } = await ask('GET /api/assets', assets(ports), { who: admin, query: { limit: '100' } });
    expect(body.assets).toHaveLength(100);
    expect(size).toBeLessThan(LARGEST_RESPONSE);
    expect(size).toBeGreaterThan(2_000_000);
  });

  test('GET /api/uploads/{id}: a thousand signed URLs with a long session token', async () => {
    // The size of tokens is not documented beyond "typically less than 4096 bytes" (STS, AssumeRole).
    const credentials = {
      accessKeyId: 'ASIA'.padEnd(20, 'A'),
      secretAccessKey: 's',
      sessionToken: randomBytes(3072).toString('base64'),
    };
    const client = new S3Client({ region: 'eu-west-1', credentials, requestChecksumCalculation: 'WHEN_REQUIRED' });
    const bucket = new UploadsBucket(client, 'b'.repeat(63));
    const upload = { uploadId: 'u'.repeat(128), partSize: 8 * 1024 ** 2, partCount: 10_000 };
    const asset = someAsset({ status: 'UPLOADING', size: 8 * 1024 ** 2 * 10_000, fileName: longest(255), upload });
    const partUrl: UploadsBucket['partUrl'] = (...request) => bucket.partUrl(...request);
    const store = { partUrl, parts: async () => [] };
    const ports = { records: { find: async () => asset }, store, now } as unknown as Parameters<typeof uploads>[0];
    const how = { who: creator, id: asset.id, query: { count: '1000' } };
    const { size, body } = await ask('GET /api/uploads/{id}', uploads(ports), how);
    expect(body.parts).toHaveLength(1000);
    expect(size).toBeLessThan(LARGEST_RESPONSE);
    client.destroy();
  });

  test('GET /api/insights/{report}: a thousand rows with the longest titles', async () => {
    const columns = ['day', 'asset_id', 'title', 'language', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
      name,
      type: 'varchar',
    }));
    const row = ['2026-01-01', 'a'.repeat(22), longest(200), longest(35), ...Array.from({ length: 6 }, () => Math.PI)];
    const { handler, how } = report({ columns, rows: Array.from({ length: 1001 }, () => row) });
    const { size, body } = await ask('GET /api/insights/{report}', handler, how);
    expect(body.rows).toHaveLength(1000);
    expect(size).toBeLessThan(LARGEST_RESPONSE);
  });

  test('GET /api/recommendations: every row of the home page, full of films with the longest texts', async () => {
    const newest = Array.from({ length: 200 }, largestAsset);
    const ids = newest.map(({ id }) => id);
    const material = {
      choices: { ageLimit: 18 as const, languages: [] },
      watched: [],
      rankings: { popular: ids, trending: ids },
      newest,
      titles: new Map(newest.map((title) => [title.id, title])),
      seed: 'seed',
    };
    const reminders = ids.slice(0, 2).map((assetId) => ({ assetId, answer: { ids, recommendationId: 'r' } }));
    const rows = homeRows(material, { becauseYouWatched: reminders });
    expect(rows.map(({ items }) => items.length)).toEqual(Array.from({ length: 6 }, () => 20));
    const list: HttpHandler = async () => ({ status: 200, body: { personalised: true, rows } });
    const { size } = await ask('GET /api/recommendations', { 'GET /api/recommendations': list }, { who: creator });
    expect(size).toBeLessThan(LARGEST_RESPONSE);
  });
});

/** The route of reports over a query whose result is this table. */
function report(table: Awaited<ReturnType<Parameters<typeof insights>[0]['queries']['table']>>) {
  const queries = {
    start: async () => 'query',
    stateOf: async () => ({ state: 'done' as const, at: now() }),
    table: async () => table,
  };
  const handler = insights({ queries, now, sleep: async () => {} });
  return { handler, how: { who: admin, path: { report: 'watch-time' } } as Ask };
}

test('an answer beyond the limit is a named problem instead of a failed invocation', async () => {
  const lines = captureLines();
  const list: HttpHandler = async () => ({ status: 200, body: { text: 'x'.repeat(LARGEST_RESPONSE) } });
  const { result, body } = await ask('GET /api/assets', { 'GET /api/assets': list }, { who: creator });
  expect([result.statusCode, body.type]).toEqual([500, 'urn:omnistream:problem:answer-too-large']);
  expect(lines.written).not.toEqual([]);
  lines.restore();
});
