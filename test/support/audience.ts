import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { BatchWriteItemCommand, DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { decodeJwt } from 'jose';
import { readDeployment, signIn } from '../../cli/sign-in';
import { type Asset, newAssetId } from '../../lambda/shared/assets';
import { toItem } from '../../lambda/shared/items';
import type { Platform } from './platform';

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Runs the work on each, so many at a time; answers in their order. */
export async function each<T, R>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<R>) {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

/** Until `look` finds something. Throws, saying for what it waited. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, seconds = 500): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await pause(250);
  }
}

async function tableNamed(dynamodb: DynamoDBClient, pattern: RegExp): Promise<string> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const name = TableNames.find((one) => pattern.test(one));
  if (!name) throw new Error(`there is no table like ${pattern}`);
  return name;
}

/** Puts published titles into the catalogue as the workflow would have left them: nothing is encoded. */
export async function publishTitles(platform: Platform, titles: readonly Partial<Asset>[]): Promise<Asset[]> {
  const dynamodb = new DynamoDBClient(platform.owner);
  const TableName = await tableNamed(dynamodb, /storage-assets/i);
  return each(titles, 8, async (title, index) => {
    const at = new Date(Date.now() - (titles.length - index) * 3_600_000).toISOString();
    const asset: Asset = {
      ...{ id: newAssetId(), kind: 'asset', ownerId: 'somebody', title: `Title ${index}`, fileName: 'film.mp4' },
      ...{ contentType: 'video/mp4', size: 1, status: 'READY', createdAt: at, updatedAt: at, durationSeconds: 600 },
      ...{ catalogue: 'published', publishedAt: at },
      tracks: { video: [], audio: [{ language: 'en', kind: 'original' }], captions: [] },
      ...title,
    };
    await dynamodb.send(new PutItemCommand({ TableName, Item: toItem(asset) }));
    return asset;
  });
}

/** A viewer who is signed in and has one device. */
export class Watcher {
  private constructor(
    private readonly platform: Platform,
    /** The pool's `sub`. */
    readonly id: string,
    /** The access token. */
    readonly token: string,
  ) {}

  /** Invites a new user and signs them in by SRP. */
  static async invite(platform: Platform, name: string): Promise<Watcher> {
    const { userPoolId } = await (await fetch(`${platform.web}/config.json`)).json();
    const cognito = new CognitoIdentityProviderClient(platform.owner);
    const [user, password] = [`${name}@example.com`, `Correct-horse-${name}-9`];
    const of = { UserPoolId: userPoolId, Username: user };
    const attributes = [
      { Name: 'email', Value: user },
      { Name: 'email_verified', Value: 'true' },
    ];
    await cognito.send(new AdminCreateUserCommand({ ...of, MessageAction: 'SUPPRESS', UserAttributes: attributes }));
    await cognito.send(new AdminSetUserPasswordCommand({ ...of, Password: password, Permanent: true }));
    const { accessToken } = await signIn(await readDeployment(new URL(platform.web)), { user, password });
    return new Watcher(platform, decodeJwt(accessToken).sub ?? '', accessToken);
  }

  /** Calls the API. Waits and repeats the call while the API returns that there are too many calls. */
  // biome-ignore lint/suspicious/noExplicitAny: each route has its own
  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
    for (;;) {
      const response = await fetch(`${this.platform.web}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.status !== 429 && response.status !== 503) {
        return { status: response.status, body: text ? JSON.parse(text) : undefined };
      }
      await pause(200);
    }
  }

  /**
   * Sends reports of watching, again while the API requests it. Returns the number of accepted events. Their sessions are
   * put into the table as if the viewer had opened them an hour ago: nothing is played.
   */
  async tell(events: readonly object[]): Promise<number> {
    await this.open(events);
    let left = events;
    let accepted = 0;
    while (left.length > 0) {
      const { status, body } = await this.call('POST', '/events', { device: 'tv', sentAt: Date.now(), events: left });
      if (status !== 200) throw new Error(`the events were answered by ${status}: ${JSON.stringify(body)}`);
      const kept = body.events.filter((receipt: { status: string }) => receipt.status === 'accepted');
      accepted += kept.length;
      left = left.filter((_event, index) => body.events[index].status === 'retry');
    }
    return accepted;
  }

  private async open(events: readonly { readonly sessionId?: string; readonly assetId?: string }[]): Promise<void> {
    const films = new Map(events.flatMap(({ sessionId, assetId }) => (sessionId ? [[sessionId, assetId]] : [])));
    const dynamodb = new DynamoDBClient(this.platform.owner);
    const table = await tableNamed(dynamodb, /storage-sessions/i);
    const [now, hour] = [Date.now(), 3_600_000];
    const puts = [...films].map(([id, assetId], index) => {
      const times = {
        createdAt: new Date(now - hour + index).toISOString(),
        expiresAt: Math.floor((now + hour) / 1000),
      };
      return { PutRequest: { Item: toItem({ id, userId: this.id, assetId, title: 'A film', ...times }) } };
    });
    for (let at = 0; at < puts.length; at += 25) {
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts.slice(at, at + 25) } }));
    }
  }

  /** Ids of the titles by row. */
  async rows(question = 'home'): Promise<Record<string, { source: string; ids: string[] }>> {
    const { body } = await this.call('GET', `/recommendations?for=${encodeURIComponent(question)}`);
    return Object.fromEntries(
      body.rows.map((row: { id: string; source: string; items: { id: string }[] }) => [
        row.id,
        { source: row.source, ids: row.items.map(({ id }) => id) },
      ]),
    );
  }
}

const token = () => randomUUID().replaceAll('-', '');

/** Having watched a film of 600 s from its start up to a share of it, as one showing reports it. */
export function watched(assetId: string, share: number, at = Date.now()): object[] {
  const [sessionId, visit, duration] = [token(), token(), 600];
  const positions = [0, 0.1, 0.3, 0.6, 1].map((step) => Math.min(step, share) * duration);
  return positions.slice(1).flatMap((position, index) => {
    const from = positions[index] ?? 0;
    if (position === from) return [];
    const where = { from, position, duration, watched: Math.min(120, position - from) };
    return [{ v: 1, id: token(), type: 'watch', at: at + index, visit, assetId, sessionId, ...where, audio: 'en' }];
  });
}
