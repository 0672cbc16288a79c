/** The properties of an HTTP API in its template. */
export interface HttpApi {
  readonly id: string;
  readonly region: string;
  readonly routes: Map<string, Route>;
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, Authorizer>;
  stage?: Stage;
}

export interface Route {
  /** `POST /api/uploads/{id}`, or `$default`. */
  readonly key: string;
  readonly integrationId: string;
  readonly authorizerId?: string;
  /** Whether requests must be signed by a principal that IAM allows to invoke the route. */
  readonly isSigned?: boolean;
}

export interface Integration {
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

export interface Authorizer {
  readonly id: string;
  readonly functionArn: string;
  /** Lower-case names of the headers without which the authorizer is not invoked. */
  readonly identityHeaders: readonly string[];
  readonly cacheSeconds: number;
}

interface Stage {
  readonly name: string;
  /** The limits of routes without limits of their own. */
  readonly limits: Limits;
  /** Keyed by route key. */
  readonly routeLimits: Readonly<Record<string, Limits>>;
}

/** Requests per second, and the size of a burst. */
export interface Limits {
  readonly rateLimit?: number;
  readonly burstLimit?: number;
}
