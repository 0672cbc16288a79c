/** A kind of problem that the API reports, as RFC 9457 describes it. */
export interface ProblemKind {
  readonly status: number;
  /** What happened, the same for every occurrence. */
  readonly title: string;
  /** Seconds after which the same request may succeed: the header `Retry-After`. */
  readonly retryAfter?: number;
}

/**
 * Every problem of the API by its name, the last part of its `type` (`urn:omnistream:problem:{name}`). Callers
 * distinguish problems by this name, so names stay and titles may change.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is invalid' },
  'not-json': { status: 415, title: 'The request body must be JSON' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'answer-too-large': { status: 500, title: 'The response is too large' },
  'not-permitted': { status: 403, title: 'Forbidden' },
  'route-not-found': { status: 404, title: 'Route not found' },
  'idempotency-key-invalid': { status: 400, title: 'The Idempotency-Key is invalid' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'idempotency-key-in-use': { status: 409, title: 'A request with the same effect is in progress', retryAfter: 1 },
  busy: { status: 503, title: 'The service is busy', retryAfter: 1 },
  unavailable: { status: 503, title: 'The service is unavailable', retryAfter: 5 },
  'internal-error': { status: 500, title: 'Internal error' },

  'asset-not-found': { status: 404, title: 'Asset not found' },
  'not-yours': { status: 403, title: 'The asset belongs to another user' },
  'age-limited': { status: 403, title: 'The film is for older viewers' },
  /** 412 where the request has an `If-Match` header. */
  'changed-meanwhile': { status: 409, title: 'The asset has changed' },
  'no-source': { status: 409, title: 'The asset has no source' },
  'not-failed': { status: 409, title: 'The asset has not failed' },
  'no-speech': { status: 409, title: 'The film has no speech' },
  'not-ready': { status: 409, title: 'The asset is not ready' },
  'original-language': { status: 409, title: 'The film is in this language already' },
  'speech-under-way': { status: 409, title: 'Speech recognition is in progress' },
  'too-many-languages': { status: 409, title: 'Too many languages' },

  'above-budget': { status: 409, title: 'The cost is above a limit' },
  'not-awaiting-approval': { status: 409, title: 'The asset does not wait for an approval' },

  'legal-hold': { status: 409, title: 'The asset is under a legal hold' },
  'owns-assets': { status: 409, title: 'The account owns assets' },
  'erasure-not-found': { status: 404, title: 'Erasure not found' },

  'above-age-ceiling': { status: 403, title: 'The age limit is above the maximum of the account' },

  'upload-not-found': { status: 404, title: 'Upload not found' },
  'not-media': { status: 415, title: 'The file is not a film' },
  'empty-source': { status: 400, title: 'The file is empty' },
  'source-too-large': { status: 413, title: 'The file is too large' },
  'too-many-uploads': { status: 429, title: 'Too many open uploads' },
  'daily-limit': { status: 429, title: 'The limit of the day is reached' },
  'upload-closed': { status: 409, title: 'The upload is complete' },
  'upload-incomplete': { status: 409, title: 'Parts of the upload are missing' },
  'upload-gone': { status: 409, title: 'The upload has expired' },

  'viewer-not-found': { status: 404, title: 'Viewer not found' },

  'not-playable': { status: 409, title: 'The asset cannot be played' },
  'session-not-found': { status: 404, title: 'Session not found' },
  'session-over': { status: 410, title: 'The session has ended' },
  'too-many-sessions': { status: 409, title: 'Too many open films' },
  'opened-too-often': { status: 429, title: 'Too many films were opened' },
  'no-such-key': { status: 403, title: 'The session does not include these keys' },

  'report-not-found': { status: 404, title: 'Report not found' },
  'report-not-ready': { status: 503, title: 'The report is not ready', retryAfter: 5 },
  'report-failed': { status: 500, title: 'The report failed' },
  'lake-failed': { status: 502, title: 'The data lake could not be read' },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemName = keyof typeof problems;
