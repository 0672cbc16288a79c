import { KeyTaken, oncePerKey, type RequestKey, requestKey } from '../../../lambda/shared/request-key';
import { type RouteKey, routes } from '../../../lambda/shared/routes';
import { memoryKeys } from '../api/support';

const uuid = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const keyOf = (header: string, body = '{}', scope = ['viewer', 'POST /api/uploads', '']) =>
  requestKey(header, scope, body) as RequestKey;

describe('an Idempotency-Key', () => {
  test('is the same with the quotes of the draft and without', () => {
    expect(keyOf(`"${uuid}"`)).toEqual(keyOf(uuid));
    expect(requestKey(undefined, [], '')).toBeUndefined();
  });

  test.each([
    ['empty', ''],
    ['a counter', '17'],
    ['too long', 'k'.repeat(129)],
    ['two headers of the name, which API Gateway joins', `${uuid},${uuid}`],
    ['with a space', `${uuid} ${uuid}`],
    ['with a control', `${uuid}\n`],
    ['with half of its quotes', `"${uuid}`],
    ['not ASCII', 'ключ'.repeat(8)],
  ])('that is %s is refused', (_what, header) => {
    expect(() => keyOf(header)).toThrow(expect.objectContaining({ name: 'idempotency-key-invalid', status: 400 }));
  });

  test('is another one for each caller, route and asset', () => {
    const scopes = [
      ['viewer', 'POST /api/uploads', ''],
      ['other', 'POST /api/uploads', ''],
      ['viewer', 'POST /api/assets/{id}/retry', ''],
      ['viewer', 'POST /api/assets/{id}/retry', 'a1'],
      // The parts of a scope cannot be moved from one to the next.
      ['viewer', 'POST /api/assets/{id}/retrya', '1'],
    ];
    expect(new Set(scopes.map((scope) => keyOf(uuid, '{}', scope).id)).size).toBe(scopes.length);
  });

  test('is accepted on each POST that creates something, and on no other route', () => {
    const creating = Object.entries(routes).filter(([, route]) => 'creates' in route);
    expect(creating.map(([key]) => key as RouteKey)).toEqual([
      'POST /api/uploads',
      'POST /api/assets/{id}/retry',
      'POST /api/assets/{id}/languages',
      'POST /api/assets/{id}/playback',
    ]);
  });
});

describe('a request with a key', () => {
  const key = keyOf(uuid);
  const replay = async (result: string) => `again ${result}`;

  test('runs once: later ones have its result', async () => {
    const keys = memoryKeys();
    const create = async () => {
      await keys.note(key, 'a1');
      return 'a1';
    };
    expect(await oncePerKey(keys, key, { create, replay })).toBe('a1');
    expect(await oncePerKey(keys, key, { create, replay })).toBe('again a1');
    expect(await oncePerKey(keys, undefined, { create, replay })).toBe('a1');
  });

  test('is refused with another body', async () => {
    const keys = memoryKeys();
    await keys.note(key, 'a1');
    const other = oncePerKey(keys, keyOf(uuid, '{"size":1}'), { create: replay.bind(null, ''), replay });
    await expect(other).rejects.toMatchObject({ name: 'idempotency-key-reused', status: 422 });
  });

  test('has the result of a parallel one, whatever it was refused for itself', async () => {
    const keys = memoryKeys();
    const create = async () => {
      await keys.note(key, 'of the other');
      throw new Error('no room');
    };
    expect(await oncePerKey(keys, key, { create, replay })).toBe('again of the other');
  });

  test('that was refused leaves its key to the next', async () => {
    const keys = memoryKeys();
    const create = () => Promise.reject(new Error('no room'));
    await expect(oncePerKey(keys, key, { create, replay })).rejects.toThrow('no room');
    expect(await oncePerKey(keys, key, { create: async () => 'a2', replay })).toBe('a2');
  });

  test('is asked to come back while the result of a parallel one is not known', async () => {
    const create = () => Promise.reject(new KeyTaken());
    const answer = oncePerKey(memoryKeys(), key, { create, replay });
    await expect(answer).rejects.toMatchObject({ status: 409, headers: { 'retry-after': '1' } });
  });
});
