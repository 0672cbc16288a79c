import { type StoredPart, uploads } from '../../../lambda/api/uploads';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import type { RouteKey } from '../../../lambda/shared/routes';
import { DailyUse } from '../../../lambda/shared/usage';
import cases from '../../cases/upload-requests.json';
import { type Ask, admin, creator, httpEvent, memoryKeys, read, someAsset, stranger, viewer } from './support';

const MiB = 1024 ** 2;
const film = { fileName: 'Holiday film.mp4', contentType: 'video/mp4', size: 20 * MiB };

/** S3 and DynamoDB as far as uploads know them. */
function world(maxSourceBytes = 1_000_000_000, mostOpen = 10) {
  /** Uses that were counted, by owner, day and kind. */
  const taken = new Map<string, number>();
  const rows = new Map<string, Asset>();
  const open = new Map<string, StoredPart[]>();
  const objects = new Map<string, number>();
  const keys = memoryKeys();
  /** `lost`: the response of the record's creation, which was carried out or was not. */
  const lost = undefined as 'before' | 'after' | undefined;
  const state = { rows, open, objects, taken, completions: 0, conflict: false, lost };
  const openUploads = () => [...rows.values()].filter(({ status }) => status === 'UPLOADING');
  const take = async (ownerId: string, day: string, used: string, amount: number, maximum: number) => {
    const name = `${ownerId} ${day} ${used}`;
    const sum = (taken.get(name) ?? 0) + amount;
    if (sum <= maximum) taken.set(name, sum);
    return sum <= maximum;
  };
  const now = () => new Date('2025-05-01T10:00:00Z');
  const handler = http(
    uploads({
      mostOpen,
      dailyUse: new DailyUse({ take }, { uploads: 12, languages: 20 }, now),
      maxSourceBytes,
      defaultLanguages: ['es', 'fr'],
      now,
      records: {
        find: async (id) => rows.get(id) as Asset | undefined,
        hasRoom: async () => openUploads().length < mostOpen,
        create: async (asset, _most, key) => {
          if (openUploads().length >= mostOpen) return false;
          if (state.lost === 'before') throw new Error('no response');
          if (key) await keys.note(key, asset.id);
          rows.set(asset.id, asset);
          if (state.lost === 'after') throw new Error('no response');
          return true;
        },
        removeUploading: async (id) => rows.get(id)?.status === 'UPLOADING' && rows.delete(id),
      },
      keys,
      store: {
        begin: async (id) => {
          open.set(`upload-of-${id}`, []);
          return `upload-of-${id}`;
        },
        partUrl: async (id, uploadId, { number }, expires) => `https://s3/${id}?u=${uploadId}&n=${number}&e=${expires}`,
        parts: async (_id, uploadId, from, to) =>
          open.get(uploadId)?.filter((part) => part.number >= from && part.number <= to),
        complete: async (id, uploadId, parts) => {
          if (state.conflict) return false;
          if (!open.delete(uploadId)) return false;
          state.completions++;
          objects.set(
            id,
            parts.reduce((sum, part) => sum + part.size, 0),
          );
          return true;
        },
        abort: async (_id, uploadId) => void open.delete(uploadId),
        size: async (id) => objects.get(id),
      },
    }),
  );
  const ask = async (route: RouteKey, how: Ask = {}) => read(await handler(httpEvent(route, { who: creator, ...how })));
  const put = (id: string, number: number, size: number) =>
    open.get(`upload-of-${id}`)?.push({ number, size, etag: `"${number}"` });
  const begin = async (body: object = film) => (await ask('POST /api/uploads', { body })).body.id as string;
  const fill = (id: string) => {
    for (const [index, size] of [8, 8, 4].entries()) put(id, index + 1, size * MiB);
  };
  return { ...state, state, ask, put, begin, fill };
}

describe('limits of a creator', () => {
  const body = { ...film, targetLanguages: ['es'] };
  const ask429 = async (answer: Promise<ReturnType<typeof read>>) => {
    const { status, headers, body } = await answer;
    return [status, body.type?.split(':').at(-1), body.limit ?? body.maximum, headers['retry-after']];
  };

  test('the maximum of open uploads is named; one that is aborted makes room', async () => {
    const { ask, begin, open, taken } = world(undefined, 2);
    const [first] = [await begin(body), await begin(body)];
    const before = new Map(taken);
    expect(await ask429(ask('POST /api/uploads', { body }))).toEqual([429, 'too-many-uploads', 2, undefined]);
    expect([open.size, taken]).toEqual([2, before]);
    expect((await ask('DELETE /api/uploads/{id}', { id: first })).status).toBe(204);
    expect((await ask('POST /api/uploads', { body })).status).toBe(201);
  });

  test('the uploads of a day are limited, until midnight, for this creator', async () => {
    const { ask, open } = world(undefined, 100);
    for (let n = 0; n < 12; n++) expect((await ask('POST /api/uploads', { body })).status).toBe(201);
    const untilMidnight = String(14 * 3600);
    expect(await ask429(ask('POST /api/uploads', { body }))).toEqual([429, 'daily-limit', 'uploads', untilMidnight]);
    expect(open.size).toBe(12);
    expect((await ask('POST /api/uploads', { body, who: stranger })).status).toBe(201);
  });

  test('the languages of a day are limited, also those of the stage', async () => {
    const { ask } = world(undefined, 100);
    const many = { ...film, targetLanguages: ['es', 'fr', 'de', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'fi'] };
    for (let n = 0; n < 2; n++) expect((await ask('POST /api/uploads', { body: many })).status).toBe(201);
    const refused = [429, 'daily-limit', 'languages', String(14 * 3600)];
    expect(await ask429(ask('POST /api/uploads', { body: film }))).toEqual(refused);
    expect((await ask('POST /api/uploads', { body: { ...film, targetLanguages: [] } })).status).toBe(201);
  });
});

describe('POST /api/uploads', () => {
  test.each(cases)('$name', async ({ input, expected }) => {
    const { status, body, headers } = await world().ask('POST /api/uploads', { body: input });
    expect(status).toBe(expected.status);
    if (expected.status === 201) return;
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ type: `urn:omnistream:problem:${expected.problem}`, status, instance: 'request-1' });
    const pointers = body.errors?.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toEqual(expected.pointers);
  });

  test('answers the parts to send, with their lengths and URLs', async () => {
    const { ask, rows } = world();
    const { status, body, headers } = await ask('POST /api/uploads', { body: film });
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/uploads/${body.id}`);
    expect(body).toMatchObject({ status: 'UPLOADING', size: 20 * MiB, partSize: 8 * MiB, partCount: 3, uploaded: [] });
    expect(body.parts.map((part: { size: number }) => part.size)).toEqual([8 * MiB, 8 * MiB, 4 * MiB]);
    expect(body.parts[2].url).toBe(`https://s3/${body.id}?u=upload-of-${body.id}&n=3&e=3600`);
    expect(body.urlsExpireAt).toBe('2025-05-01T11:00:00.000Z');
    expect(body.next).toBeUndefined();
    expect(rows.get(body.id)).toMatchObject({ ownerId: 'creator-1', title: 'Holiday film', status: 'UPLOADING' });
  });

  test('keeps languages in their canonical form, and a tidy title', async () => {
    const { begin, rows } = world();
    const id = await begin({ ...film, title: ' A  film ', language: 'EN-gb', targetLanguages: ['pt-br', 'zh-hant'] });
    const expected = { title: 'A film', language: 'en-GB', targetLanguages: ['pt-BR', 'zh-Hant'] };
    expect(rows.get(id)).toMatchObject(expected);
  });

  test.each([
    ['those of the deployment', {}, ['es', 'fr']],
    ['its own, each once', { targetLanguages: ['IT', 'it', 'pt'] }, ['it', 'pt']],
    ['none, where none is asked for', { targetLanguages: [] }, []],
  ])('gives a film %s as target languages', async (_name, members, expected) => {
    const { begin, rows } = world();
    expect(rows.get(await begin({ ...film, ...members }))?.targetLanguages).toEqual(expected);
  });

  test.each([
    ['Holiday film.mp4', 'Holiday film'],
    ['\u202e\u001b]0;x\u0007Holiday\r\nfilm\u0085.mp4', ']0;xHoliday film'],
    ['   .mp4', '.mp4'],
    ['\u200b\u3164', 'Untitled'],
    ['\ud800', 'Untitled'],
    ['e\u0301.mp4', 'é'],
    [`${'😀'.repeat(120)}.mp4`, '😀'.repeat(120)],
    [`${'a'.repeat(250)}.mp4`, 'a'.repeat(200)],
    ['a.\u0000', 'a'],
  ])('takes the file name %j, and makes the title %j of it', async (fileName, expected) => {
    const { begin, rows } = world();
    const asset = rows.get(await begin({ ...film, fileName }));
    expect(asset?.title).toBe(expected);
    expect(asset?.fileName).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
  });

  test('names the character that a title must not contain, and the language that was meant', async () => {
    const body = { ...film, title: 'a\u202eb', targetLanguages: ['German', 'en_UK', 'xx', 'und'] };
    const answer = await world().ask('POST /api/uploads', { body });
    expect(answer.body.errors).toEqual([
      { pointer: '#/title', detail: 'must not contain the invisible character U+202E' },
      { pointer: '#/targetLanguages/0', detail: "'German' is not a language. Did you mean de?" },
      { pointer: '#/targetLanguages/1', detail: "'en_UK' is not a language tag. Did you mean en-GB?" },
      { pointer: '#/targetLanguages/2', detail: "'xx' is not a language. Write a BCP 47 tag, such as de or pt-BR." },
      {
        pointer: '#/targetLanguages/3',
        detail: "'und' does not name one language. Write a BCP 47 tag, such as de or pt-BR.",
      },
    ]);
  });

  test('hands out a hundred URLs at a time, also for 5 TB, which has no more than 10,000 parts', async () => {
    const { ask } = world(Number.MAX_SAFE_INTEGER);
    const { body } = await ask('POST /api/uploads', { body: { ...film, size: 5 * 1024 ** 4 } });
    expect(body.partCount).toBeLessThanOrEqual(10_000);
    expect(body.partSize * body.partCount).toBeGreaterThanOrEqual(5 * 1024 ** 4);
    expect(body.parts).toHaveLength(100);
    expect(body.next).toBe(101);
  });

  test('refuses more than S3 can hold, whatever the configured limit', async () => {
    const { ask } = world(Number.MAX_SAFE_INTEGER);
    const { status, body } = await ask('POST /api/uploads', { body: { ...film, size: 5 * 1024 ** 4 + 1 } });
    expect([status, body.limit]).toEqual([413, 5 * 1024 ** 4]);
  });

  test('is not for viewers', async () => {
    const { status, body } = await world().ask('POST /api/uploads', { who: viewer, body: film });
    expect([status, body.type]).toEqual([403, 'urn:omnistream:problem:not-permitted']);
  });
});

describe('a record whose creation has no response', () => {
  test('is used with its upload, if it was created', async () => {
    const { ask, state, rows, open } = world();
    state.lost = 'after';
    const { status, body } = await ask('POST /api/uploads', { body: film });
    expect([status, rows.has(body.id), open.has(`upload-of-${body.id}`)]).toEqual([201, true, true]);
  });

  test('leaves no upload, if it was not created', async () => {
    const { ask, state, rows, open } = world();
    state.lost = 'before';
    expect((await ask('POST /api/uploads', { body: film })).status).toBe(500);
    expect([rows.size, open.size]).toEqual([0, 0]);
  });
});

describe('GET /api/uploads/{id}', () => {
  test('lists the parts that were uploaded, and returns URLs for the others', async () => {
    const { ask, begin, put } = world();
    const id = await begin();
    put(id, 2, 8 * MiB);
    const { body } = await ask('GET /api/uploads/{id}', { id });
    expect(body.uploaded).toEqual([{ number: 2, size: 8 * MiB, etag: '"2"' }]);
    expect(body.parts.map((part: { number: number }) => part.number)).toEqual([1, 3]);
  });

  test('asks again for a part that is not as long as agreed', async () => {
    const { ask, begin, put } = world();
    const id = await begin();
    put(id, 3, 8 * MiB);
    const { body } = await ask('GET /api/uploads/{id}', { id });
    expect(body.uploaded).toEqual([]);
    expect(body.parts).toHaveLength(3);
  });

  test('pages by from and count', async () => {
    const { ask, begin } = world();
    const id = await begin();
    const { body } = await ask('GET /api/uploads/{id}', { id, query: { from: '2', count: '1' } });
    expect(body.parts.map((part: { number: number }) => part.number)).toEqual([2]);
    expect(body.next).toBe(3);
  });

  test.each<Record<string, string>>([{ from: '0' }, { count: '1001' }, { from: 'x' }])('refuses %j', async (query) => {
    const { ask, begin } = world();
    const { status, body } = await ask('GET /api/uploads/{id}', { id: await begin(), query });
    expect(status).toBe(400);
    expect(body.errors[0].pointer).toBe(`#/${Object.keys(query)[0]}`);
  });

  test('says that nothing is left to send once it is closed', async () => {
    const { ask, rows } = world();
    const asset = someAsset({ status: 'PROCESSING' });
    rows.set(asset.id, asset);
    const { status, body } = await ask('GET /api/uploads/{id}', { id: asset.id });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'PROCESSING', parts: [], uploaded: [] });
  });

  test('lists nothing to send after the response of its completion was lost', async () => {
    const { ask, begin, fill } = world();
    const headers = { 'idempotency-key': 'key-of-a-command-01' };
    const id = (await ask('POST /api/uploads', { body: film, headers })).body.id as string;
    fill(id);
    await ask('POST /api/uploads/{id}/complete', { id });
    const left = { id, status: 'UPLOADING', parts: [], uploaded: [] };
    expect((await ask('GET /api/uploads/{id}', { id })).body).toMatchObject(left);
    expect((await ask('POST /api/uploads', { body: film, headers })).body).toMatchObject(left);
    expect(await begin()).not.toBe(id);
  });

  test.each([
    ['a stranger', stranger],
    ['an admin who does not own it', admin],
  ])('does not exist for %s', async (_name, who) => {
    const { ask, begin } = world();
    const { status, body } = await ask('GET /api/uploads/{id}', { id: await begin(), who });
    expect([status, body.type]).toEqual([404, 'urn:omnistream:problem:upload-not-found']);
  });

  test('does not exist for an id that is none', async () => {
    expect((await world().ask('GET /api/uploads/{id}', { id: '../secrets' })).status).toBe(404);
  });
});

describe('POST /api/uploads/{id}/complete', () => {
  test('closes the upload, and returns the same to a repeated request', async () => {
    const { ask, begin, fill, state } = world();
    const id = await begin();
    fill(id);
    const first = await ask('POST /api/uploads/{id}/complete', { id });
    const again = await ask('POST /api/uploads/{id}/complete', { id });
    expect(first).toMatchObject({ status: 200, body: { id, size: 20 * MiB } });
    expect(again).toEqual(first);
    expect(state.completions).toBe(1);
  });

  test('answers the same also when the pipeline has taken over', async () => {
    const { ask, rows } = world();
    const asset = someAsset({ status: 'FAILED' });
    rows.set(asset.id, asset);
    const { status, body } = await ask('POST /api/uploads/{id}/complete', { id: asset.id });
    expect([status, body]).toEqual([200, { id: asset.id, size: 1000 }]);
  });

  test('names the parts that are missing or of another length', async () => {
    const { ask, begin, put, objects } = world();
    const id = await begin();
    put(id, 1, 8 * MiB);
    put(id, 3, 5 * MiB);
    const { status, body } = await ask('POST /api/uploads/{id}/complete', { id });
    expect([status, body.missing]).toEqual([409, [2, 3]]);
    expect(objects.size).toBe(0);
  });

  test('ends an upload that storage refuses to complete, so that a new one is started', async () => {
    const { ask, begin, fill, state, open } = world();
    const id = await begin();
    fill(id);
    state.conflict = true;
    const { status, body } = await ask('POST /api/uploads/{id}/complete', { id });
    expect([status, body.type]).toEqual([409, 'urn:omnistream:problem:upload-gone']);
    expect(open.size).toBe(0);
    const again = await ask('GET /api/uploads/{id}', { id });
    expect([again.status, again.body.type]).toEqual([409, 'urn:omnistream:problem:upload-gone']);
  });

  test('says that an upload given up is no more', async () => {
    const { ask, begin, open } = world();
    const id = await begin();
    open.clear();
    const { status, body } = await ask('POST /api/uploads/{id}/complete', { id });
    expect([status, body.type]).toEqual([409, 'urn:omnistream:problem:upload-gone']);
  });

  test('does not exist for a stranger', async () => {
    const { ask, begin } = world();
    expect((await ask('POST /api/uploads/{id}/complete', { id: await begin(), who: stranger })).status).toBe(404);
  });
});

describe('DELETE /api/uploads/{id}', () => {
  test('gives the upload up and forgets it', async () => {
    const { ask, begin, open, rows } = world();
    const id = await begin();
    expect((await ask('DELETE /api/uploads/{id}', { id })).status).toBe(204);
    expect([open.size, rows.size]).toEqual([0, 0]);
    expect((await ask('DELETE /api/uploads/{id}', { id })).status).toBe(404);
  });

  test('leaves an upload alone that is complete, even when the pipeline has not seen it yet', async () => {
    const { ask, begin, fill, rows } = world();
    const id = await begin();
    fill(id);
    await ask('POST /api/uploads/{id}/complete', { id });
    const { status, body } = await ask('DELETE /api/uploads/{id}', { id });
    expect([status, body.type]).toEqual([409, 'urn:omnistream:problem:upload-closed']);
    expect(rows.has(id)).toBe(true);
  });

  test('does not exist for a stranger', async () => {
    const { ask, begin, rows } = world();
    const id = await begin();
    expect((await ask('DELETE /api/uploads/{id}', { id, who: stranger })).status).toBe(404);
    expect(rows.has(id)).toBe(true);
  });
});
