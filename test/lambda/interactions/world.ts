import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as firehoseSdk from '@aws-sdk/client-firehose';
import * as personalizeSdk from '@aws-sdk/client-personalize-events';
import {
  createCognito,
  createDynamoDb,
  type Laptop,
  type LocalService,
  standIn,
  startLaptop,
} from '@omnistream/local/test';
import { playback } from '../../../lambda/delivery/playback';
import { SessionTable } from '../../../lambda/delivery/sessions.client';
import { ActivityTable, PaceTable } from '../../../lambda/interactions/activity.client';
import { UserPoolDirectory } from '../../../lambda/interactions/directory.client';
import { events } from '../../../lambda/interactions/events';
import { me } from '../../../lambda/interactions/me';
import { PlaybackTable } from '../../../lambda/interactions/playback.client';
import { FirehoseStream } from '../../../lambda/interactions/stream.client';
import { EventTrackers } from '../../../lambda/interactions/tracker.client';
import { ViewerTable } from '../../../lambda/interactions/viewers.client';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import type { LakeRecord } from '../../../lambda/shared/interactions';
import { fromItem, toItem } from '../../../lambda/shared/items';
import { faultsOf } from '../../support/sdk-shapes';
import { viewersTable } from '../../support/viewers-table';
import { type Ask, httpEvent, read } from '../api/support';

export const film = (letter: string) => `a${letter.repeat(21)}`;
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
/** Ids of so many different films, 1024 at most. */
export const films = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const [first = '', second = ''] = [letters[Math.floor(index / letters.length)], letters[index % letters.length]];
    return `${film(second).slice(0, -1)}${first}`;
  });
export const token = () => randomUUID().replaceAll('-', '');

/** A report of playing from 0 to 60 of 600 seconds, at a time that is set by who sends it. */
export function watch(members: object = {}) {
  const where = { from: 0, position: 60, duration: 600, watched: 60 };
  const ids = { id: token(), visit: 'visit-12345', sessionId: 'session-12345', assetId: film('a') };
  return { v: 1, type: 'watch', ...ids, ...where, ...members };
}

/** The function's tables with one open session, and a Firehose and a Personalize that may be of no help, behind real clients. */
export class World {
  now = Date.UTC(2026, 2, 1, 12);
  /** Milliseconds that Firehose may take: long enough for any machine, unless a test waits for its end. */
  timeoutMs = 60_000;
  /** The same of Personalize. */
  personalizeTimeoutMs = 60_000;
  /** Which of the records of a call are taken. Throws for none at all. */
  takes: (count: number) => boolean[] | Promise<boolean[]> = (count) => Array(count).fill(true);
  personalizeTakes: (input: personalizeSdk.PutEventsCommandInput) => void | Promise<void> = () => {};
  readonly lake: LakeRecord[] = [];
  readonly tracked: personalizeSdk.PutEventsCommandInput[] = [];
  /** Where requests depart from the services' published shapes. */
  readonly faults: string[] = [];
  private readonly dynamodb: DynamoDBClient;
  private readonly cognito: CognitoIdentityProviderClient;

  private constructor(
    private readonly laptop: Laptop,
    private readonly tables: Readonly<Record<'viewers' | 'activity' | 'sessions', string>>,
    private readonly userPoolId: string,
  ) {
    this.dynamodb = new DynamoDBClient(laptop.clientConfig);
    this.cognito = new CognitoIdentityProviderClient(laptop.clientConfig);
  }

  static async start(): Promise<World> {
    let world: World | undefined;
    const laptop = await startLaptop((kernel) => [
      createDynamoDb(kernel),
      createCognito(kernel),
      firehose((input) => world?.put(input)),
      personalize((input) => world?.track(input)),
    ]);
    const key = {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    };
    const deploy = async (name: string, table: object = key) =>
      (await laptop.deploy('AWS::DynamoDB::Table', name, table)).ref;
    const [viewers, activity, sessions] = [
      await deploy('viewers', viewersTable),
      await deploy('activity'),
      await deploy('sessions'),
    ];
    const pool = {
      ...{ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] },
      UsernameConfiguration: { CaseSensitive: false },
    };
    const { ref: userPoolId } = await laptop.deploy('AWS::Cognito::UserPool', 'Users', pool);
    world = new World(laptop, { viewers, activity, sessions }, userPoolId);
    await world.open();
    return world;
  }

  /** Writes the row of a playback session as `playback` does. By default, it was opened a day ago by the viewer. */
  async open(members: object = {}): Promise<void> {
    const row = {
      ...{ id: 'session-12345', userId: 'viewer-1', assetId: film('a'), title: 'A film', durationSeconds: 600 },
      createdAt: new Date(this.now - 86_000_000).toISOString(),
      expiresAt: Math.floor(this.now / 1000) + 8 * 3600,
      ...members,
    };
    await this.dynamodb.send(new PutItemCommand({ TableName: this.tables.sessions, Item: toItem(row) }));
  }

  /** The function that opens, renews and ends playback sessions of this asset, with the same table. */
  playback(asset: Asset) {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    return http(
      playback({
        assets: { find: async () => asset },
        sessions: new SessionTable(this.dynamodb, this.tables.sessions),
        keys: { find: async () => undefined },
        viewers: { ageLimit: async () => 18 },
        revocations: { add: async () => {} },
        signingKey: async () => ({ keyPairId: 'K2JCJMDEHXQW5F', privateKey }),
        viewerOrigin: 'https://d111111abcdef8.cloudfront.net',
        limits: { sessionSeconds: 3600, longestSeconds: 7200, concurrent: 3, perHour: 10_000 },
        bindCountry: false,
        licenseUrls: {},
        now: () => new Date(this.now),
      }),
    );
  }

  stop(): Promise<void> {
    return this.laptop.stop();
  }

  /** A new instance of the function, as Lambda would start one; `dies` before it notes what was delivered. */
  handler({ dies = false, trackingIds = ['tracker-1'] } = {}) {
    const { timeoutMs, personalizeTimeoutMs } = this;
    const config = { ...this.laptop.clientConfig };
    const dynamodb = new DynamoDBClient(config);
    const now = () => new Date(this.now);
    const once = { ...config, maxAttempts: 1 };
    const viewers = new ViewerTable(dynamodb, this.tables.viewers, now);
    const activity = new ActivityTable(dynamodb, this.tables.activity);
    return http({
      ...events({
        viewers,
        activity: dies ? { find: (id) => activity.find(id), write: () => new Promise(() => {}) } : activity,
        paces: new PaceTable(dynamodb, this.tables.activity),
        playback: new PlaybackTable(dynamodb, this.tables.sessions),
        stream: new FirehoseStream(new firehoseSdk.FirehoseClient(once), 'stream', { timeoutMs, baseMs: 1 }),
        tracker: new EventTrackers(new personalizeSdk.PersonalizeEventsClient(once), trackingIds, {
          timeoutMs: personalizeTimeoutMs,
        }),
        now,
      }),
      ...me(viewers, new UserPoolDirectory(new CognitoIdentityProviderClient(config), this.userPoolId)),
    });
  }

  async send(batch: readonly object[], ask: Ask = {}, handler = this.handler()) {
    const body = { device: 'tv', sentAt: this.now, events: batch.map((event) => ({ at: this.now, ...event })) };
    return read(
      await handler(httpEvent('POST /api/events', { body, who: { sub: 'viewer-1', groups: 'viewer' }, ...ask })),
    );
  }

  async choices(who: Ask['who'], handler = this.handler()) {
    return read(await handler(httpEvent('GET /api/me', { who })));
  }

  async change(body: object, who: Ask['who'], handler = this.handler()) {
    return read(await handler(httpEvent('PATCH /api/me', { who, body })));
  }

  /** Adds a user to the pool. Returns the `sub`. */
  async invite(email: string): Promise<string> {
    const { User } = await this.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: this.userPoolId, Username: email, MessageAction: 'SUPPRESS' }),
    );
    return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
  }

  /** The table `viewers` as the functions see it. */
  viewers(): ViewerTable {
    return new ViewerTable(this.dynamodb, this.tables.viewers, () => new Date(this.now));
  }

  async pseudonym(id = 'viewer-1'): Promise<string | undefined> {
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: this.tables.viewers, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item?.pseudonym?.S;
  }

  /** Writes the row of a viewer. */
  async writeViewer(row: object): Promise<void> {
    await this.dynamodb.send(new PutItemCommand({ TableName: this.tables.viewers, Item: toItem(row) }));
  }

  async removeViewer(id: string): Promise<void> {
    await this.dynamodb.send(new DeleteItemCommand({ TableName: this.tables.viewers, Key: { id: { S: id } } }));
  }

  async activity(id = 'viewer-1') {
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: this.tables.activity, Key: { id: { S: id } } }),
    );
    return Item && fromItem(Item);
  }

  private async put(input: firehoseSdk.PutRecordBatchCommandInput) {
    this.faults.push(...faultsOf(firehoseSdk.PutRecordBatchInput$, input));
    const records = input.Records ?? [];
    const taken = await this.takes(records.length);
    const RequestResponses = records.map(({ Data }, index) => {
      if (!taken[index]) return { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' };
      const line = Buffer.from(Data ?? []).toString();
      if (!line.endsWith('\n')) this.faults.push('a record without an end of line');
      this.lake.push(JSON.parse(line));
      return { RecordId: String(this.lake.length) };
    });
    return { FailedPutCount: taken.filter((one) => !one).length, RequestResponses };
  }

  private async track(input: personalizeSdk.PutEventsCommandInput) {
    this.faults.push(...faultsOf(personalizeSdk.PutEventsRequest$, input));
    if ((input.eventList?.length ?? 0) > 10) this.faults.push('more than ten events in one call');
    await this.personalizeTakes(input);
    this.tracked.push(input);
    return {};
  }
}

type Answer<I> = (input: I) => unknown;

function firehose(answer: Answer<firehoseSdk.PutRecordBatchCommandInput>): LocalService {
  return standIn({ id: 'firehose', sdk: firehoseSdk, operations: { PutRecordBatch: answer } });
}

function personalize(answer: Answer<personalizeSdk.PutEventsCommandInput>): LocalService {
  const operations = { PutEvents: answer };
  return standIn({ id: 'personalize-events', signingName: 'personalize', sdk: personalizeSdk, operations });
}
