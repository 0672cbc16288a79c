import { watched } from './denials';

/** The limits of a client's calls. */
export interface CallLimits {
  /** Milliseconds until the response of one attempt, and between two parts of its body. @default 5000 */
  readonly responseMs?: number;
  /** Calls in all. @default 3, so that a function's 15 seconds survive two attempts without a response */
  readonly maxAttempts?: number;
}

/** Milliseconds. Endpoints are in the same region, where a connection takes a few milliseconds. */
const connectMs = 1_000;

type Watched = Parameters<typeof watched>[0];

/**
 * Creates a client of the SDK with bounded calls, which counts denied ones. Without these limits the SDK would wait for a
 * response until the function's own timeout. The SDK repeats calls after timeouts, throttling and errors of the service.
 * @param config other settings of the client
 */
export function awsClient<C extends Watched, Config extends object>(
  // biome-ignore lint/suspicious/noExplicitAny: each client has its own type of configuration
  Client: new (config: any) => C,
  { responseMs = 5_000, maxAttempts = 3, ...config }: CallLimits & Config = {} as CallLimits & Config,
): C {
  return watched(
    new Client({
      ...config,
      maxAttempts,
      requestHandler: {
        connectionTimeout: connectMs,
        requestTimeout: responseMs,
        // Without this, the SDK only logs a warning.
        throwOnRequestTimeout: true,
        // `requestTimeout` ends with the response's header.
        socketTimeout: responseMs,
        // The SDK's default for clients of HTTP/2, which ignore the other defaults once a setting is given.
        disableConcurrentStreams: true,
      },
    }),
  );
}
