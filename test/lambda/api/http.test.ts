import * as z from 'zod/mini';
import { http } from '../../../lambda/shared/http';
import { groups, mayCall, type RouteKey, routes } from '../../../lambda/shared/routes';
import { captureLines, type Lines } from '../../support/lines';
import { type Ask, httpEvent, read } from './support';

const route: RouteKey = 'PATCH /api/assets/{id}';
const echo = http({
  [route]: async (request) => ({ status: 200, body: request.body(z.strictObject({ a: z.string() })) }),
});
const ask = async (how: Ask, key: string = route) => read(await echo(httpEvent(key, how)));
const failing = (error: unknown) =>
  http({
    [route]: async () => {
      throw error;
    },
  });

describe('http', () => {
  let lines: Lines;
  beforeEach(() => {
    lines = captureLines();
  });
  afterEach(() => jest.restoreAllMocks());

  test('answers JSON that nobody may keep', async () => {
    const { status, headers, body } = await ask({ body: { a: 'x' } });
    expect([status, body]).toEqual([200, { a: 'x' }]);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  });

  test('lets no other site load an answer or an error, also at the API’s own address', async () => {
    for (const { headers } of [await ask({ body: { a: 'x' } }), await ask({ raw: '{' }), await ask({}, '$default')]) {
      expect(headers).toMatchObject({
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  test('names a member that is half a character', async () => {
    const { status, body } = await ask({ raw: '{"a":"x","\\ud800":1}' });
    expect([status, body.errors[0].pointer]).toEqual([400, '#/%EF%BF%BD']);
  });

  test('reads a body that came in base64', async () => {
    const event = { ...httpEvent(route, { raw: Buffer.from('{"a":"é"}').toString('base64') }), isBase64Encoded: true };
    expect(read(await echo(event)).body).toEqual({ a: 'é' });
  });

  test.each<[string, Ask, number, string]>([
    ['no body', { headers: { 'content-type': 'application/json' } }, 400, 'invalid-request'],
    ['a body that is not JSON', { raw: '{' }, 400, 'invalid-request'],
    ['a form', { raw: 'a=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'not-json'],
    ['a body without a type', { raw: '{}', headers: { 'content-type': '' } }, 415, 'not-json'],
    ['a body of more than 64 KiB', { body: { a: 'x'.repeat(65_536) } }, 413, 'body-too-large'],
    ['a member of another type', { body: { a: 1 } }, 400, 'invalid-request'],
    ['a polluting member', { raw: '{"a":"x","__proto__":{"b":1}}' }, 400, 'invalid-request'],
  ])('refuses %s with a problem document', async (_name, how, status, name) => {
    const answer = await ask(how);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ type: `urn:omnistream:problem:${name}`, status, instance: 'request-1' });
    expect(answer.status).toBe(status);
  });

  test('takes JSON under a more special name, with parameters', async () => {
    const headers = { 'content-type': 'application/merge-patch+json; charset=utf-8' };
    expect((await ask({ raw: '{"a":"x"}', headers })).status).toBe(200);
  });

  test('does not know a route that this function has no handler for', async () => {
    expect((await ask({}, 'GET /api/assets')).status).toBe(404);
    expect((await ask({}, '$default')).status).toBe(404);
  });

  test('tells a fault of ours from what the caller may know', async () => {
    const answer = read(await failing(new Error('table secret-name is gone'))(httpEvent(route, {})));
    expect([answer.status, answer.body.type]).toEqual([500, 'urn:omnistream:problem:internal-error']);
    expect(JSON.stringify(answer)).not.toContain('secret-name');
    expect(lines.written.join()).toContain('secret-name');
  });

  test('names the request in a header, whether it succeeded or not', async () => {
    for (const { headers } of [await ask({ body: { a: 'x' } }), await ask({ raw: '{' })]) {
      expect(headers['x-request-id']).toBe('request-1');
    }
  });

  test('logs a request that changes something once, and one that only reads not at all', async () => {
    await ask({ raw: '{' });
    expect(lines.parsed()).toMatchObject([{ message: 'request', route, status: 400, problem: expect.any(String) }]);
    const list = http({ 'GET /api/assets': async () => ({ status: 200, body: {} }) });
    await list(httpEvent('GET /api/assets', {}));
    expect(lines.written).toHaveLength(1);
  });

  test('passes on that a service is busy', async () => {
    const busy = Object.assign(new Error('slow'), { name: 'ProvisionedThroughputExceededException' });
    const { status, headers } = read(await failing(busy)(httpEvent(route, {})));
    expect([status, headers['retry-after']]).toEqual([503, '1']);
  });

  test.each(Object.keys(routes) as RouteKey[])('%s is open to its groups, and to nobody else', async (key) => {
    const handler = http({ [key]: async () => ({ status: 204 }) });
    for (const group of groups) {
      const { status } = read(await handler(httpEvent(key, { who: { groups: group } })));
      expect(status).toBe(mayCall([group], routes[key].groups) ? 204 : 403);
    }
    expect(read(await handler(httpEvent(key, { who: { groups: '' } }))).status).toBe(403);
  });

  test('lets viewers read and play, and nothing else', () => {
    const open = (Object.keys(routes) as RouteKey[]).filter((key) => mayCall(['viewer'], routes[key].groups));
    expect(open).toEqual([
      ...['GET /api/assets', 'GET /api/assets/{id}', 'POST /api/assets/{id}/playback'],
      ...['GET /api/recommendations', 'POST /api/events', 'GET /api/me', 'PATCH /api/me'],
      ...['DELETE /api/me', 'GET /api/erasures/{id}'],
      ...['POST /api/sessions/{id}/heartbeat', 'POST /api/sessions/{id}/license', 'DELETE /api/sessions/{id}'],
    ]);
  });
});
