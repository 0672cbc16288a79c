import { isNamed } from '../shared/errors';

/** Names of throttling errors, and of temporary faults of services. */
export const passingErrors: readonly string[] = [
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'TooManyRequestsException',
  'LimitExceededException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'SlowDown',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'InternalError',
  'InternalServerError',
  'InternalServerErrorException',
  'InternalServerException',
  'InternalFailureException',
  'ServiceFailureException',
  'TimeoutError',
];

function passes(error: unknown): boolean {
  if (isNamed(error, ...passingErrors)) return true;
  const { code, $metadata } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  if (code !== undefined && /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ERR_HTTP2_)/.test(code)) return true;
  const status = $metadata?.httpStatusCode ?? 0;
  return status === 429 || status >= 500;
}

export interface RetryOptions {
  /** Calls in all. */
  readonly attempts?: number;
  /** Maximum of the first wait, in milliseconds; it doubles each time. */
  readonly base?: number;
  readonly cap?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly random?: () => number;
}

/**
 * Repeats a call after temporary failures, with waits of full jitter.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * Throws the last error when the attempts are used up, and other errors at once.
 */
export async function retrying<T>(call: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts = 10, base = 200, cap = 20_000, random = Math.random } = options;
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || !passes(error)) throw error;
      await sleep(random() * Math.min(cap, base * 2 ** (attempt - 1)));
    }
  }
}
