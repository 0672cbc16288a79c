/** A response with its body, which is `undefined` if it is not JSON. */
export interface Exchange {
  readonly response: Response;
  // biome-ignore lint/suspicious/noExplicitAny: callers check what they read
  readonly body: any;
}

/** Milliseconds until a request times out. API Gateway's own limit is 30 seconds. */
const TIMEOUT_MS = 35_000;

/** Ends a request that has no response in time. */
export const timeLimit = () => AbortSignal.timeout(TIMEOUT_MS);

/** No response came in time. The request may have been carried out. */
class TimedOut extends Error {}

/**
 * Sends a request and reads its response. Rejects if either is not completed in time. A request with `keepalive` has no
 * limit: it is sent while the page is closed, and a signal ends with its page.
 */
export async function exchange(url: string, init: RequestInit): Promise<Exchange> {
  try {
    const response = await fetch(url, { ...init, ...(!init.keepalive && { signal: timeLimit() }) });
    const text = await response.text();
    return { response, body: parse(text) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new TimedOut('The service did not respond in time. Please try again.');
    }
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ATTEMPTS = 4;
/** Time after which no further attempt begins: enough for a second one after a timeout. */
const BUDGET_MS = 45_000;
const FIRST_PAUSE_MS = 500;
/** A server that asks for a longer pause is not asked again: the user is waiting. */
const LONGEST_PAUSE_MS = 10_000;

/**
 * Repeats a request that has a key: after a lost connection, a timeout, and when the service is busy. Rejects with the
 * error of the last attempt.
 * @param isFinal whether an error cannot be changed by another attempt
 */
export async function untilAnswered(
  send: () => Promise<Exchange>,
  isFinal: (error: unknown) => boolean,
  clock = { now: () => Date.now(), sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)) },
): Promise<Exchange> {
  const end = clock.now() + BUDGET_MS;
  const isLast = (attempt: number) => attempt >= ATTEMPTS || clock.now() > end;
  for (let attempt = 1; ; attempt++) {
    let pauseMs = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    try {
      const answer = await send();
      const asked = askedPauseMs(answer.response);
      if (asked === undefined || asked > LONGEST_PAUSE_MS || isLast(attempt)) return answer;
      pauseMs = Math.max(pauseMs, asked);
    } catch (error) {
      if (isFinal(error) || isLast(attempt)) throw error;
    }
    await clock.sleep(pauseMs);
  }
}

/** Milliseconds after which the same request may succeed; `undefined` if it would have the same response. */
function askedPauseMs({ status, headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const isAsked = Number.isFinite(seconds);
  if (status === 429 || status >= 500 || (status === 409 && isAsked)) return isAsked ? seconds * 1000 : 0;
  return undefined;
}
