import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { srp } from '@omnistream/local/test';

const PART = 1024;

interface Upload {
  readonly id: string;
  readonly request: {
    readonly fileName: string;
    readonly contentType: string;
    readonly size: number;
    readonly title?: string;
    readonly targetLanguages?: string[];
    readonly genres?: string[];
    readonly ageRating?: number;
  };
  readonly parts: Map<number, Buffer>;
  status: string;
}

interface CognitoCall {
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
  readonly RefreshToken?: string;
}

/** What a deployment looks like from outside: sign-in, the API, and S3's part URLs; small parts, small pages. */
export class Deployment {
  readonly uploads = new Map<string, Upload>();
  /** The whole files of finished uploads. */
  readonly files = new Map<string, Buffer>();
  /** `METHOD path` of every request, part numbers included. */
  readonly seen: string[] = [];
  /** The languages of each request to add some. */
  readonly added: string[][] = [];
  /** The upload of each Idempotency-Key. */
  readonly keys = new Map<string, Upload>();
  /** Cuts the connection of a request that was carried out, before its response. */
  cuts: (line: string) => boolean = () => false;
  readonly accessTokens = new Set<string>();
  readonly refreshTokens = new Set<string>();
  private readonly verifier = srp.makeVerifier('Pool', 'user', 'right');
  /** The states of an asset after its upload, one per request; the last one is repeated. */
  script: object[] = [{ status: 'READY' }];
  /** The recommendations, by the value of `for`. */
  rows: Readonly<Record<string, readonly object[]>> = {};
  /** Handles a request instead of the server. Returns whether it did. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  start(): Promise<void> {
    return new Promise((done) => this.server.listen(0, '127.0.0.1', done));
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  count(start: string): number {
    return this.seen.filter((line) => line.startsWith(start)).length;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    const line = `${request.method} ${url.pathname}`;
    this.seen.push(line);
    if (this.intercept(request, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const send = (status: number, json?: unknown) => {
      if (this.cuts(line)) return void request.socket.destroy();
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(json === undefined ? '' : JSON.stringify(json));
    };
    const problem = (status: number, name: string, detail: string) =>
      send(status, { type: `urn:omnistream:problem:${name}`, title: name, detail, status });

    if (line === 'GET /config.json')
      return send(200, { userPoolId: 'eu-west-1_Pool', clientId: 'c', cognitoEndpoint: this.origin, api: '/api' });
    if (line === 'POST /') return this.signIn(JSON.parse(body.toString()), send);
    const [, root, kind, id = '', action] = url.pathname.split('/');
    if (root === 's3') return this.takePart(kind ?? '', Number(id), request, body, response);
    if (!this.accessTokens.has(request.headers.authorization ?? '')) return send(403, { message: 'Forbidden' });
    if (line === 'POST /api/uploads') {
      const asked = JSON.parse(body.toString()) as Upload['request'];
      if (!asked.contentType.startsWith('video/')) return problem(415, 'not-media', `not ${asked.contentType}`);
      const key = String(request.headers['idempotency-key']);
      const known = this.keys.get(key);
      if (known && JSON.stringify(known.request) !== JSON.stringify(asked)) {
        return problem(422, 'idempotency-key-reused', key);
      }
      if (known && !this.uploads.has(known.id)) return problem(409, 'upload-gone', known.id);
      const made: Upload = { id: `a${randomUUID()}`, request: asked, parts: new Map(), status: 'UPLOADING' };
      const upload = known ?? made;
      this.keys.set(key, upload);
      this.uploads.set(upload.id, upload);
      return send(201, this.page(upload, 1, 3));
    }
    if (line === 'GET /api/recommendations') {
      const asked = url.searchParams.get('for') ?? '';
      if (asked !== 'home' && !asked.startsWith('asset:')) return problem(400, 'invalid-request', asked);
      return send(200, { personalised: true, rows: this.rows[asked] ?? [] });
    }
    const upload = this.uploads.get(id);
    if (!upload) return problem(404, kind === 'assets' ? 'asset-not-found' : 'upload-not-found', `no ${id}`);
    if (kind === 'uploads' && action === 'complete') return send(200, this.complete(upload));
    if (kind === 'uploads' && request.method === 'DELETE') return send(this.uploads.delete(id) ? 204 : 404);
    if (kind === 'uploads') {
      const { from, count } = Object.fromEntries(url.searchParams);
      return send(200, this.page(upload, Number(from ?? 1), Number(count ?? 3)));
    }
    if (action === 'playback')
      return send(201, { sessionId: 's', hls: 'h', dash: 'd', cookies: { A: 'b' }, expiresAt: 't' });
    const tracks = { video: [{ width: 640, height: 360, bandwidth: 9, codecs: 'x' }], audio: [], captions: [] };
    const asset = { id, title: upload.request.fileName, createdAt: 't', own: true, tracks, pending: [], missing: [] };
    if (action === 'languages') {
      const { languages } = JSON.parse(body.toString()) as { languages: string[] };
      this.added.push(languages);
      return send(202, { ...asset, status: 'READY', pending: languages });
    }
    const [said] = this.script.length > 1 ? [this.script.shift()] : this.script;
    send(200, { ...asset, ...said });
  }

  /** SRP's two steps, for whoever knows that the password is `right`; then tokens, and tokens for tokens. */
  private signIn(asked: CognitoCall, send: (status: number, json: unknown) => void) {
    const { AuthParameters: begun, ChallengeResponses: answered } = asked;
    if (begun?.SRP_A) {
      const USERNAME = begun.USERNAME as string;
      const challenge = srp.makeChallenge(this.verifier);
      const SECRET_BLOCK = Buffer.from(JSON.stringify({ A: begun.SRP_A, ...challenge })).toString('base64');
      const ChallengeParameters = {
        ...{ USERNAME, USER_ID_FOR_SRP: 'user', SECRET_BLOCK },
        ...{ SALT: this.verifier.salt, SRP_B: challenge.publicValue },
      };
      return send(200, { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters });
    }
    if (answered) {
      const block = Buffer.from(answered.PASSWORD_CLAIM_SECRET_BLOCK ?? '', 'base64');
      const { A, ...challenge } = JSON.parse(block.toString());
      const key = srp.sharedKey(srp.publicValueOf(A) as bigint, challenge, this.verifier) as Buffer;
      const expected = srp.signature(key, 'Pool', 'user', block, answered.TIMESTAMP ?? '');
      if (answered.PASSWORD_CLAIM_SIGNATURE !== expected) {
        return send(400, { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' });
      }
    } else if (!this.refreshTokens.delete(asked.RefreshToken ?? '')) {
      return send(400, { __type: 'NotAuthorizedException', message: 'Invalid Refresh Token' });
    }
    const [AccessToken, RefreshToken] = [randomUUID(), randomUUID()];
    this.accessTokens.add(`Bearer ${AccessToken}`);
    this.refreshTokens.add(RefreshToken);
    send(200, { AuthenticationResult: { AccessToken, RefreshToken } });
  }

  private page({ id, request: { size }, parts, status }: Upload, from: number, count: number) {
    const partCount = Math.ceil(size / PART);
    const numbers = Array.from({ length: partCount }, (_, n) => n + 1).filter((n) => n >= from && n < from + count);
    const length = (number: number) => Math.min(PART, size - (number - 1) * PART);
    return {
      ...{ id, status, size, partSize: PART, partCount },
      parts: numbers
        .filter((number) => !parts.has(number))
        .map((number) => ({
          number,
          size: length(number),
          url: `${this.origin}/s3/${id}/${number}?time=${Date.now()}`,
        })),
      uploaded: numbers.filter((number) => parts.has(number)).map((number) => ({ number, size: length(number) })),
      next: from + count <= partCount ? from + count : undefined,
    };
  }

  private takePart(id: string, number: number, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const digest = createHash('md5').update(body).digest('base64');
    const isWhole =
      request.headers['content-md5'] === digest && Number(request.headers['content-length']) === body.length;
    if (isWhole) this.uploads.get(id)?.parts.set(number, body);
    response.writeHead(isWhole ? 200 : 400).end(isWhole ? '' : '<Error><Code>BadDigest</Code></Error>');
  }

  private complete(upload: Upload) {
    const inOrder = [...upload.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
    this.files.set(upload.id, Buffer.concat(inOrder));
    upload.status = 'PROCESSING';
    return { id: upload.id, size: upload.request.size };
  }
}
