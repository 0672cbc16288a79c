import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { PersonalizeRuntimeClient } from '@aws-sdk/client-personalize-runtime';
import { createDynamoDb, type Laptop, startLaptop } from '@omnistream/local/test';
import { PersonalizeRecommender } from '../../../lambda/recommendations/personalize.client';
import { RankingTable } from '../../../lambda/recommendations/rankings.client';
import { type Recommendations, recommendations } from '../../../lambda/recommendations/recommendations';
import { TitleTable } from '../../../lambda/recommendations/titles.client';
import { ViewerTables } from '../../../lambda/recommendations/viewers.client';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import { isPublished } from '../../../lambda/shared/http-asset';
import { toItem } from '../../../lambda/shared/items';
import { type UseCase, useCases } from '../../../lambda/shared/recommenders';
import { newPseudonym, type Progress, type Viewer } from '../../../lambda/shared/viewers';
import { httpEvent, read, someAsset, viewer, type Who } from '../api/support';
import { generation, PersonalizeFake } from './personalize-fake';

/** The pseudonym of viewer-1. */
export const pseudonym = newPseudonym();
export const TIME_LIMIT_MS = 800;
/** What limits really are, in milliseconds, where everything answers, however busy the machine is. */
const PATIENCE_MS = 120_000;
/** The same for what reads a table that hangs; the other tables answer within it. */
const HANGING_MS = 2_000;

/** Tables of the platform, a Personalize to play with, and the route between them. */
export class World {
  readonly fake = new PersonalizeFake();
  now = new Date('2026-03-01T12:00:00Z');
  /** The limits that were set, in milliseconds. */
  limits: number[] = [];
  /** How long recommenders are really waited for, in milliseconds, once the three rows' have been asked. */
  recommendersMs: number | undefined;
  /** Which tables cannot be read: `down` answer errors, `hanging` nothing. */
  broken: Readonly<Record<string, 'down' | 'hanging'>> = {};
  /** Those that have a recommender. */
  useCases: readonly UseCase[] = useCases;
  /** The newest first. */
  generations: readonly number[] = [1];
  private tables: Readonly<Record<string, string>> = {};
  private made = 0;

  private constructor(
    private readonly laptop: Laptop,
    private readonly dynamodb: DynamoDBClient,
    private readonly nowhere: { readonly server: Server; readonly client: DynamoDBClient },
    private runtime?: PersonalizeRuntimeClient,
  ) {}

  static async start(): Promise<World> {
    const laptop = await startLaptop((kernel) => [createDynamoDb(kernel)]);
    const server = createServer(() => {});
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new DynamoDBClient({ ...laptop.clientConfig, endpoint });
    const world = new World(laptop, new DynamoDBClient(laptop.clientConfig), { server, client });
    world.runtime = await world.fake.start();
    return world;
  }

  /** Aborts so long after three more questions have come: not before, however busy the machine is. */
  private onceAsked(ms: number): AbortSignal {
    const limit = new AbortController();
    const before = this.fake.asked.length;
    this.fake.onAsked = () => {
      if (this.fake.asked.length < before + 3) return;
      this.fake.onAsked = () => {};
      setTimeout(() => limit.abort(new DOMException('The operation timed out.', 'TimeoutError')), ms);
    };
    return limit.signal;
  }

  /** Empty tables, a Personalize that knows nothing, and everything well. */
  async reset(): Promise<void> {
    this.made++;
    const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
    const string = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
    const table = { BillingMode: 'PAY_PER_REQUEST', KeySchema: [key('id', 'HASH')] };
    const byPublication = {
      IndexName: 'byPublication',
      KeySchema: [key('catalogue', 'HASH'), key('publishedAt', 'RANGE')],
      Projection: { ProjectionType: 'ALL' },
    };
    const deploy = async (name: string, more: object) =>
      [
        name,
        (await this.laptop.deploy('AWS::DynamoDB::Table', `${name}${this.made}`, { ...table, ...more })).ref,
      ] as const;
    const plain = { AttributeDefinitions: [string('id')] };
    const indexed = {
      AttributeDefinitions: ['id', 'catalogue', 'publishedAt'].map(string),
      GlobalSecondaryIndexes: [byPublication],
    };
    this.tables = Object.fromEntries([
      await deploy('assets', indexed),
      await deploy('viewers', plain),
      await deploy('activity', plain),
      await deploy('rankings', plain),
    ]);
    this.broken = {};
    this.useCases = useCases;
    this.generations = [1];
    this.limits = [];
    this.recommendersMs = undefined;
    this.fake.asked.length = 0;
    this.fake.sent.length = 0;
    this.fake.answer = async () => ({ itemList: [] });
  }

  async put(table: string, row: object): Promise<void> {
    await this.dynamodb.send(new PutItemCommand({ TableName: this.tables[table], Item: toItem(row) }));
  }

  /** Published titles, the oldest first, each one hour newer than the one before. */
  async titles(count: number, members: Partial<Asset> | ((n: number) => Partial<Asset>) = {}): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      const createdAt = new Date(Date.UTC(2026, 0, 1, n)).toISOString();
      const asset = someAsset({ createdAt, ageRating: 0, ...(typeof members === 'function' ? members(n) : members) });
      const publishedAt = { catalogue: 'published', publishedAt: createdAt };
      await this.put('assets', { ...asset, ...(isPublished(asset) && publishedAt) });
      ids.push(asset.id);
    }
    return ids;
  }

  async rank(id: 'popular' | 'trending', ids: readonly string[]): Promise<void> {
    const assets = ids.map((one, index) => ({ id: one, score: 1 / (index + 1) }));
    await this.put('rankings', { id, assets, computedAt: this.now.toISOString() });
  }

  async viewer(members: Partial<Viewer>): Promise<void> {
    const time = this.now.toISOString();
    const row = {
      id: 'viewer-1',
      pseudonym,
      personalised: true,
      languages: [],
      ageLimit: 18,
      createdAt: time,
      updatedAt: time,
    };
    await this.put('viewers', { ...row, ...members });
  }

  /** What viewer-1 watched, the latest first: ids, and whether to the end. */
  async watched(...films: readonly (readonly [id: string, position: number])[]): Promise<void> {
    const watched: Progress[] = films.map(([assetId, position]) => ({
      assetId,
      position,
      duration: 1000,
      finished: position >= 950,
      at: this.now.toISOString(),
    }));
    const row = { ...toItem({ id: 'viewer-1', revision: 3, watched }), recent: { B: new Uint8Array(8) } };
    await this.dynamodb.send(new PutItemCommand({ TableName: this.tables.activity, Item: row }));
  }

  /** A function's new environment. */
  environment() {
    const client = (table: string) => (this.broken[table] === 'hanging' ? this.nowhere.client : this.dynamodb);
    const name = (table: string) => (this.broken[table] === 'down' ? 'gone' : (this.tables[table] ?? ''));
    const tables = { viewers: name('viewers'), activity: name('activity') };
    const choosing = new ViewerTables(client('viewers'), tables);
    const runtime = this.runtime as PersonalizeRuntimeClient;
    const watching = new ViewerTables(client('activity'), tables);
    const rankings = new RankingTable(client('rankings'), name('rankings'));
    const handler = http(
      recommendations({
        viewers: {
          choices: (id, signal) => choosing.choices(id, signal),
          watched: (id, signal) => watching.watched(id, signal),
        },
        titles: new TitleTable(client('assets'), name('assets')),
        rankings: (signal) => rankings.read(signal),
        recommending: {
          useCases: this.useCases,
          generations: this.generations.map((number) => new PersonalizeRecommender(runtime, generation(number))),
        },
        timeLimitMs: TIME_LIMIT_MS,
        now: () => this.now,
        limit: (ms) => {
          this.limits.push(ms);
          const hangs = Object.values(this.broken).includes('hanging');
          if (ms === TIME_LIMIT_MS && this.recommendersMs !== undefined) return this.onceAsked(this.recommendersMs);
          return AbortSignal.timeout(hangs && ms !== TIME_LIMIT_MS ? HANGING_MS : PATIENCE_MS);
        },
      }),
    );
    const ask = async (place?: string, who: Who = viewer) => {
      const answer = read(
        await handler(httpEvent('GET /api/recommendations', { who, query: place ? { for: place } : {} })),
      );
      const body = answer.body as Recommendations;
      const idsOf = (id: string) => body.rows.find((row) => row.id === id)?.items.map((item) => item.id);
      return { ...answer, rows: body?.rows ?? [], idsOf };
    };
    return ask;
  }

  async stop(): Promise<void> {
    this.fake.stop();
    this.runtime?.destroy();
    this.dynamodb.destroy();
    this.nowhere.client.destroy();
    this.nowhere.server.closeAllConnections();
    this.nowhere.server.close();
    await this.laptop.stop();
  }
}
