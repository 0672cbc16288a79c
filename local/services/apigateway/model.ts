/** An HTTP API as its template describes it. */
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
  /** Whether requests must be signed by somebody whom IAM lets in. */
  readonly isSigned?: boolean;
}

export interface Integration {
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

export interface Authorizer {
  readonly id: string;
  readonly functionArn: string;
  /** Header names, lower case, that must be there for the authorizer to be asked. */
  readonly identityHeaders: readonly string[];
  readonly cacheSeconds: number;
}

export interface Stage {
  readonly name: string;
  /** Of each route that has none of its own. */
  readonly limits: Limits;
  /** By route key. */
  readonly routeLimits: Readonly<Record<string, Limits>>;
}

/** Requests a second, and how many may come at once. */
export interface Limits {
  readonly rateLimit?: number;
  readonly burstLimit?: number;
}
