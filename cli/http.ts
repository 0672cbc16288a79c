import { ApiFailure, Failure } from './failure';
import { Passing, type Patience, withRetries } from './retry';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; `undefined` if the body is empty or not valid JSON. */
  readonly body: unknown;
}

/** Milliseconds until a request times out. API Gateway's own limit is 30 seconds. */
const TIMEOUT_MS = 35_000;

/** The longest time that a server can ask to wait for, in seconds. A longer one, such as until tomorrow, ends the command. */
const LONGEST_WAIT = 60;

/**
 * Sends a request and retries it after a network or server error, and when the server asks for it by Retry-After. Throws
 * {@link ApiFailure} for other statuses of 4xx.
 */
export function requestJson(url: URL, init: RequestInit = {}, by?: Patience): Promise<Answer> {
  return withRetries(async () => {
    const answer = await once(url, init);
    if (answer.status < 400) return answer;
    const failure = asFailure(url, answer);
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    const isAsked = Number.isFinite(seconds);
    // 409: another request with the same key is in progress.
    const isPassing = answer.status === 429 || answer.status >= 500 || (answer.status === 409 && isAsked);
    if (!isPassing || seconds > LONGEST_WAIT) throw failure;
    throw new Passing(failure.message, isAsked ? seconds * 1000 : undefined, failure);
  }, by);
}

async function once(url: URL, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  } catch (error) {
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error;
    const failure = new Failure('unreachable', `${url.origin} cannot be reached: ${why}`);
    throw new Passing(failure.message, undefined, failure);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads RFC 9457 problem details, Cognito's `{__type, message}` or API Gateway's `{message}`; else uses the status. */
function asFailure(url: URL, { status, body }: Answer): ApiFailure {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { type, title, detail, __type, message } = problem;
  if (typeof type === 'string') {
    const code = type.split(':').at(-1) ?? type;
    return new ApiFailure(status, code, [title, detail].filter(Boolean).join(': '), problem);
  }
  if (typeof __type === 'string') {
    return new ApiFailure(status, __type.split('#').at(-1) ?? __type, String(message ?? __type), problem);
  }
  if (status === 401 || status === 403) {
    return new ApiFailure(status, 'access-denied', 'The API rejected the sign-in', problem);
  }
  return new ApiFailure(status, `http-${status}`, `${url.pathname}: ${message ?? `HTTP status ${status}`}`, problem);
}
