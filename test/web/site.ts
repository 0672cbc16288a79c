import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { isolation, pagePolicy } from '../../lib/constructs/response-headers';

const files = join(__dirname, '../../dist/lambda/publish-site/site');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

export interface Batch {
  readonly device: string;
  readonly sentAt: number;
  readonly events: readonly ({ readonly id: string; readonly type: string } & Record<string, unknown>)[];
}

export function accept({ events }: Batch): [status: number, body: object] {
  return [200, { accepted: events.length, events: events.map(({ id }) => ({ id, status: 'accepted' })) }];
}

/** Managed login with a user who is already signed in: it redirects back at once. */
function back(asked: URLSearchParams): string {
  return `${asked.get('redirect_uri')}?${new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' })}`;
}

/** The built page, an API with one film, and the film's playlists. Requests for its segments never end. */
export class Site {
  /** The result of `GET /api/assets`. */
  assets: object[] = [];
  /** The response to a request to add languages: its status and body. */
  add: (languages: string[]) => [status: number, body: object] = () => [202, {}];
  multivariant = '';
  /** Rows of `GET /api/recommendations`. */
  rows: object[] = [];
  /** Every batch of events that came, whatever was answered. */
  readonly batches: Batch[] = [];
  /** The answer to a batch of events; none cuts the connection. */
  takeEvents: (batch: Batch) => [status: number, body: object] | undefined = accept;
  /** Paths of the media playlists that were asked for. */
  readonly playlists: string[] = [];
  private readonly server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/login/oauth2/authorize')
      return void response.writeHead(302, { location: back(searchParams) }).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    this.answer(pathname, searchParams, Buffer.concat(chunks).toString(), response);
  });

  static async start(): Promise<Site> {
    execFileSync(process.execPath, ['scripts/build.mjs', 'lambda'], { stdio: 'inherit' });
    const site = new Site();
    await new Promise<void>((done) => site.server.listen(0, '127.0.0.1', done));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  private answer(path: string, searchParams: URLSearchParams, body: string, response: ServerResponse): void {
    const send = (status: number, json: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    if (path === '/config.json') {
      const { origin } = this;
      const config = { clientId: 'c', cognitoEndpoint: `${origin}/cognito`, api: '/api' };
      return void send(200, { ...config, origin, loginUrl: `${origin}/login` });
    }
    if (path === '/login/oauth2/token') return void send(200, { access_token: 't', expires_in: 1800 });
    if (path === '/api/recommendations') {
      return void send(200, { rows: searchParams.get('for') === 'home' ? this.rows : [] });
    }
    if (path === '/api/events') {
      const batch: Batch = JSON.parse(body);
      this.batches.push(batch);
      const taken = this.takeEvents(batch);
      if (taken) send(...taken);
      else response.destroy();
      return;
    }
    if (path === '/api/me') return void send(200, { personalised: true, languages: [], ageLimit: 18, ageCeiling: 18 });
    if (path === '/api/assets') return void send(200, { assets: this.assets });
    if (path.endsWith('/playback')) {
      return void send(201, { sessionId: 'session-of-the-film-1', hls: '/film/index.m3u8', heartbeatSeconds: 60 });
    }
    if (path.startsWith('/api/sessions/')) return void send(200, {});
    if (path.endsWith('/languages')) return void send(...this.add(JSON.parse(body).languages));
    if (path === '/film/index.m3u8') {
      return void response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(this.multivariant);
    }
    if (path.startsWith('/film/')) return void this.playlist(path.slice('/film/'.length), response);
    const name = path === '/' ? '/index.html' : path;
    response
      .writeHead(200, {
        'content-type': types[extname(name)] ?? 'text/plain',
        'content-security-policy': pagePolicy([]),
        ...isolation('same-origin'),
      })
      .end(readFileSync(join(files, name)));
  }

  private playlist(name: string, response: ServerResponse): void {
    // Held back: what a player asks for is what it chose.
    if (!name.endsWith('.m3u8')) return;
    this.playlists.push(name);
    const kind = name.startsWith('captions') ? '' : '#EXT-X-MAP:URI="init.mp4"\n';
    response
      .writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' })
      .end(`#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n${kind}#EXTINF:6,\n${name}.segment\n#EXT-X-ENDLIST\n`);
  }
}
