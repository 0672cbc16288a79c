import { type Exchange, untilAnswered } from '../../web/exchange';

const answer = (status: number, retryAfter?: string): Exchange => ({
  response: new Response(null, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } }),
  body: undefined,
});

const slow = new Error('The service did not respond in time. Please try again.');

/** Sends what the script has, one after the other; an error is thrown. */
async function run(...script: (Exchange | Error)[]) {
  const pauses: number[] = [];
  let sent = 0;
  let time = 0;
  const send = async () => {
    const next = script[sent++];
    if (next === slow) time += 35_000;
    if (next instanceof Error) throw next;
    return next as Exchange;
  };
  const isFinal = (error: unknown) => (error as Error).message === 'signed out';
  const clock = { now: () => time, sleep: async (ms: number) => void pauses.push(ms) };
  const ended = await untilAnswered(send, isFinal, clock).catch((error: Error) => error);
  return { sent, pauses, ended: ended instanceof Error ? ended.message : ended.response.status };
}

const lost = () => new TypeError('Failed to fetch');

describe('a request of the page with a key', () => {
  test('is sent again after a lost connection, when the service is busy, and when another with the key is in progress', async () => {
    expect(await run(lost(), answer(503), answer(409, '1'), answer(201))).toMatchObject({ sent: 4, ended: 201 });
  });

  test('waits at least as long as the service asks for', async () => {
    const { pauses } = await run(answer(429, '3'), answer(201));
    expect(pauses).toEqual([3000]);
  });

  test('is not sent again for a refusal, or if the pause would be long, or after the sign-in has ended', async () => {
    expect(await run(answer(409), answer(201))).toMatchObject({ sent: 1, ended: 409 });
    expect(await run(answer(429, '3600'), answer(201))).toMatchObject({ sent: 1, ended: 429 });
    expect(await run(new Error('signed out'), answer(201))).toMatchObject({ sent: 1, ended: 'signed out' });
  });

  test('is sent once more after a timeout: a user does not wait longer', async () => {
    expect(await run(slow, answer(201))).toMatchObject({ sent: 2, ended: 201 });
    expect(await run(slow, slow, answer(201))).toMatchObject({ sent: 2, ended: slow.message });
  });

  test('ends with the last error after four attempts', async () => {
    expect(await run(lost(), lost(), lost(), lost(), answer(201))).toMatchObject({ sent: 4, ended: 'Failed to fetch' });
    expect(await run(answer(500), answer(500), answer(500), answer(500), answer(201))).toMatchObject({ ended: 500 });
  });
});
