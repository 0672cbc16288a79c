import { Agent, request } from 'node:http';
import { each, Watcher, watched } from './audience';
import { parseMedia, parseMultivariant } from './manifests';
import type { Platform } from './platform';

/** The requests of a crowd and their results. Times in milliseconds, from the sending to the last byte. */
export interface CrowdReport {
  readonly requests: number;
  /** Keyed by status; `error` for a connection without a response. */
  readonly statuses: Readonly<Record<string, number>>;
  /** By the kind of request: the median, the 95th percentile and the longest of the times of served requests. */
  readonly times: Readonly<Record<string, { readonly p50: number; readonly p95: number; readonly most: number }>>;
  /** The same of the refusals: statuses 429 and 503. */
  readonly refusals: { readonly p50: number; readonly p95: number; readonly most: number };
  /** Refusals of the laptop without the time of the next try. The web ACL's limits of viewers are none of these. */
  readonly withoutRetryAfter: number;
  /** Films that were played to their last segment. */
  readonly plays: number;
}

export interface CrowdOptions {
  readonly assetId: string;
  readonly viewers: number;
  /** How long viewers begin requests. Seconds. */
  readonly seconds: number;
  /** Milliseconds between two segments of a viewer. */
  readonly pause: number;
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
const isRefusal = (status: number | 'error') => status === 429 || status === 503;

let addresses = 0;

/** Another loopback address for each viewer, because the web ACL limits the requests of each address. Linux has all of them. */
function newAddress(): string {
  addresses += 1;
  return `127.1.${Math.floor(addresses / 200)}.${(addresses % 200) + 1}`;
}

/** A viewer may have three sessions. */
const sessionsPerUser = 3;

/** Viewers who are signed in, each for as many sessions as one may have. */
export function inviteCrowd(platform: Platform, name: string, viewers: number): Promise<Watcher[]> {
  const names = Array.from({ length: Math.ceil(viewers / sessionsPerUser) }, (_, index) => `${name}-${index}`);
  return each(names, 4, (name) => Watcher.invite(platform, name));
}

/** Lets viewers play a film again and again: catalogue, session, manifests, segments, heartbeats and events. */
export async function runCrowd(platform: Platform, users: readonly Watcher[], options: CrowdOptions) {
  const crowd = new Crowd(platform, options);
  const viewers = Array.from({ length: options.viewers }, (_, index) => users[index % users.length] as Watcher);
  await Promise.all(viewers.map((user, index) => crowd.view(user, index)));
  return crowd.report();
}

class Crowd {
  private readonly samples: { kind: string; status: number | 'error'; time: number; hasRetryAfter: boolean }[] = [];
  private readonly end: number;
  private plays = 0;

  constructor(
    private readonly platform: Platform,
    private readonly options: CrowdOptions,
  ) {
    this.end = Date.now() + options.seconds * 1000;
  }

  async view(user: Watcher, index: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 6, localAddress: newAddress() });
    try {
      while (Date.now() < this.end) await this.play(user, index, agent);
    } finally {
      agent.destroy();
    }
  }

  report(): CrowdReport {
    const served = this.samples.filter(({ status }) => !isRefusal(status) && status !== 'error');
    const kinds = [...new Set(served.map(({ kind }) => kind))];
    const refused = this.samples.filter(({ status }) => isRefusal(status));
    const statuses: Record<string, number> = {};
    for (const { status } of this.samples) statuses[status] = (statuses[status] ?? 0) + 1;
    return {
      requests: this.samples.length,
      statuses,
      times: Object.fromEntries(kinds.map((kind) => [kind, spread(served.filter((one) => one.kind === kind))])),
      refusals: spread(refused),
      withoutRetryAfter: refused.filter(({ hasRetryAfter }) => !hasRetryAfter).length,
      plays: this.plays,
    };
  }

  private async play(user: Watcher, index: number, agent: Agent): Promise<void> {
    const { assetId, pause } = this.options;
    const { web } = this.platform;
    const api = (kind: string, method: string, path: string, body?: object) =>
      this.send(kind, agent, method, `${web}/api${path}`, { authorization: `Bearer ${user.token}` }, body);
    await Promise.all([api('catalogue', 'GET', '/assets'), api('rows', 'GET', '/recommendations?for=home')]);
    const opened = await api('playback', 'POST', `/assets/${assetId}/playback`, {});
    if (opened?.status !== 201) return;
    const { sessionId, hls, cookies } = JSON.parse(opened.text);
    const cookie = Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    const get = (kind: string, url: string) => this.send(kind, agent, 'GET', url, { cookie });
    const manifest = await get('manifest', hls);
    if (manifest?.status === 200) {
      const { variants, audio } = parseMultivariant(manifest.text, hls);
      const playlists = [variants[index % variants.length]?.uri, audio[0]?.URI].flatMap((uri) => uri ?? []);
      const media = await Promise.all(
        playlists.map(async (url) => parseMedia((await get('manifest', url))?.text ?? '', url)),
      );
      const steps = Math.max(...media.map(({ segments }) => segments.length));
      for (let step = 0; step < steps && Date.now() < this.end; step += 1) {
        const urls = media.flatMap(({ init, segments }) => [step === 0 ? init : undefined, segments[step]?.uri]);
        await Promise.all(urls.flatMap((url) => (url ? [get('segment', url)] : [])));
        if (step % 5 === 0) await api('heartbeat', 'POST', `/sessions/${sessionId}/heartbeat`);
        if (step % 5 === 2) {
          const events = watched(assetId, 0.3).map((event) => ({ ...event, sessionId }));
          await api('events', 'POST', '/events', { device: 'desktop', sentAt: Date.now(), events });
        }
        if (step === steps - 1) this.plays += 1;
        await wait(pause);
      }
    }
    await api('end', 'DELETE', `/sessions/${sessionId}`);
  }

  /** Sends a request once. A refused viewer waits as long as the response asks for; `undefined` without a response. */
  private async send(
    kind: string,
    agent: Agent,
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: object,
  ): Promise<Reply | undefined> {
    const begun = performance.now();
    const reply = await exchange(agent, method, url, headers, body);
    const { status, retryAfter } = reply;
    const hasRetryAfter = retryAfter !== undefined || reply.isOfRule === true;
    this.samples.push({ kind, status, time: performance.now() - begun, hasRetryAfter });
    if (isRefusal(status)) await wait(Math.min(5, Number(retryAfter ?? 1)) * 1000 * (0.5 + Math.random()));
    return status === 'error' ? undefined : { status, text: reply.text };
  }
}

function exchange(agent: Agent, method: string, url: string, headers: Record<string, string>, body?: object) {
  const payload = body && JSON.stringify(body);
  return new Promise<{ status: number | 'error'; text: string; retryAfter?: string; isOfRule?: boolean }>((resolve) => {
    const failed = () => resolve({ status: 'error', text: '' });
    const all = { ...headers, ...(payload && { 'content-type': 'application/json' }) };
    const outgoing = request(url, { agent, method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          retryAfter: response.headers['retry-after'],
          // The API's own responses have an id.
          isOfRule: response.statusCode === 429 && response.headers['apigw-requestid'] === undefined,
        }),
      );
      response.once('error', failed);
    });
    outgoing.once('error', failed).end(payload);
  });
}

function spread(samples: readonly { readonly time: number }[]) {
  const sorted = samples.map(({ time }) => Math.round(time)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? 0 };
}
