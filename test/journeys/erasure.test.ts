import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sample, searchBytes } from '@omnistream/local/test';
import { toItem } from '../../lambda/shared/items';
import { recordTables } from '../../lib/config';
import { type Api, signedIn } from '../support/api';
import { eventually, Watcher, watched } from '../support/audience';
import { withBriefErasures } from '../support/brief-erasures';
import { type CliResult, omnistream, type Platform, startPlatform } from '../support/platform';

/** A film and a viewer are deleted, and nothing of them is left. Another film and another viewer keep everything. */
let platform: Platform;
let admin: Api;
let creator: Api;
let gone: Watcher;
let stays: Watcher;
let film: string;
let kept: string;
/** Addresses at the edge that the viewers have played from. */
let played: string[];
let dynamodb: DynamoDBClient;

const far = 'eu-central-1';
const title = 'Quicksilver Harbour';
const fetched = async (url: string) => (await fetch(url)).status;
const certificateOf = (id: string) =>
  eventually(`the certificate of ${id}`, async () => {
    const { body } = await admin('GET', `/erasures/${id}`);
    return body.status === 'ERASED' ? body : undefined;
  });

/** Every row of every table that mentions the text, by table. */
async function rowsWith(text: string): Promise<Record<string, number>> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const found: Record<string, number> = {};
  for (const TableName of TableNames) {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
    const count = Items.filter((item) => JSON.stringify(item).includes(text)).length;
    if (count > 0) found[recordTables.find((name) => TableName.includes(`storage-${name}`)) ?? TableName] = count;
  }
  return found;
}

/** The number of versions and delete markers whose keys have the text, by bucket, in both regions. */
async function objectsWith(text: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const region of [platform.owner.region, far]) {
    const s3 = new S3Client({ ...platform.owner, region });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({ BucketRegion: region }));
    for (const { Name: Bucket = '' } of Buckets) {
      let KeyMarker: string | undefined;
      let VersionIdMarker: string | undefined;
      let count = 0;
      do {
        const page = await s3.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }));
        const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
        count += versions.filter(({ Key = '' }) => Key.includes(text)).length;
        ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
      } while (KeyMarker);
      if (count > 0) found[Bucket] = count;
    }
    s3.destroy();
  }
  return found;
}

async function tableNamed(part: string): Promise<string> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  return TableNames.find((name) => name.includes(part)) ?? '';
}

function uploaded({ status, stderr, json }: CliResult): string {
  if (status !== 0) throw new Error(`the upload failed: ${stderr}`);
  return json.id;
}

async function playedBy(watcher: Watcher, id: string): Promise<string> {
  const { status, body } = await watcher.call('POST', `/assets/${id}/playback`);
  expect([status, await fetched(body.signedHls)]).toEqual([201, 200]);
  return body.signedHls;
}

beforeAll(async () => {
  const whole = await startPlatform();
  await whole.stop();
  platform = await startPlatform({ assembly: withBriefErasures(whole.assembly, 5) });
  dynamodb = new DynamoDBClient(platform.owner);
  admin = await signedIn(platform, 'admin@example.com');
  creator = await signedIn(platform, 'creator@example.com');
  film = uploaded(
    omnistream(platform, 'upload', sample('canary-en.mp4'), '--title', title, '--languages', 'es', '--wait'),
  );
  kept = uploaded(
    omnistream(platform, 'upload', sample('canary-en.mp4'), '--title', 'Another', '--languages', '', '--wait'),
  );
  gone = await Watcher.invite(platform, 'leaves');
  stays = await Watcher.invite(platform, 'stays');
  played = [];
  for (const watcher of [gone, stays]) {
    expect((await watcher.call('PATCH', '/me', { languages: ['en'] })).status).toBe(200);
    for (const id of [film, kept]) {
      played.push(await playedBy(watcher, id));
      expect(await watcher.tell(watched(id, 1))).toBeGreaterThan(0);
    }
  }
  // As the workflow of rankings writes it.
  const assets = [
    { id: film, score: 2 },
    { id: kept, score: 1 },
  ];
  const row = { id: 'popular', assets, computedAt: new Date().toISOString() };
  await dynamodb.send(new PutItemCommand({ TableName: await tableNamed('rankings'), Item: toItem(row) }));
});

afterAll(async () => {
  dynamodb?.destroy();
  await platform?.stop();
});

describe('a film that its creator deletes', () => {
  let erasure: string;

  test('under a legal hold stays, and is deleted after its release', async () => {
    expect(omnistream(platform, 'hold', film, '--user', 'admin@example.com').status).toBe(0);
    const refused = omnistream(platform, 'delete', film);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('legal-hold')]);
    expect(await playedBy(stays, film)).toBeTruthy();
    expect(omnistream(platform, 'release', film, '--user', 'admin@example.com').status).toBe(0);
  });

  test('is invisible to all at once, and is not played any more', async () => {
    // An upload in progress and a version that was overwritten are part of it, too.
    const s3 = new S3Client(platform.owner);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const Bucket = Buckets.map(({ Name = '' }) => Name).find((name) => name.includes('storage-content'));
    await s3.send(new PutObjectCommand({ Bucket, Key: `${film}/captions/late.vtt`, Body: 'WEBVTT' }));
    s3.destroy();

    const { status, json } = omnistream(platform, 'delete', film);
    expect([status, json]).toEqual([0, { id: film, status: 'DELETED', erasure: expect.any(String) }]);
    erasure = json.erasure;
    for (const api of [creator, admin, gone.call.bind(gone)]) {
      expect((await api('GET', `/assets/${film}`)).status).toBe(404);
      expect((await api('POST', `/assets/${film}/playback`)).status).toBe(404);
      const { body } = await api('GET', '/assets?limit=100');
      expect(body.assets.map(({ id }: { id: string }) => id)).not.toContain(film);
    }
    for (const rows of Object.values(await gone.rows())) expect(rows.ids).not.toContain(film);
    const url = played[0] as string;
    await eventually('the end of its sessions', async () => ((await fetched(url)) === 403 ? true : undefined));
  });

  test('leaves a certificate, and nothing else that can be found', async () => {
    const certificate = await certificateOf(erasure);
    expect(certificate.failures).toEqual({});
    for (const store of [
      'sessions',
      'uploads',
      'content',
      'work',
      'replica',
      'catalogue',
      'jobs',
      'rankings',
      'record',
    ]) {
      expect([store, certificate.removed[store]]).toEqual([store, expect.any(Number)]);
    }
    expect(JSON.stringify(certificate)).not.toContain(film);
    expect(await objectsWith(film)).toEqual({});
    // What viewers have watched is theirs, by the random id of the film.
    expect(Object.keys(await rowsWith(film))).toEqual(['activity']);
  });

  test('leaves the other film as it was', async () => {
    expect(omnistream(platform, 'status', kept).json.status).toBe('READY');
    expect(await fetched(played[3] as string)).toBe(200);
    expect((await objectsWith(kept))[await bucketOf('storage-content')]).toBeGreaterThan(10);
    expect(await rowsWith(kept)).toMatchObject({ rankings: 1, assets: 1 });
  });

  const bucketOf = async (part: string) =>
    Object.keys(await objectsWith(kept)).find((name) => name.includes(part)) ?? '';
});

describe('a viewer who deletes the account', () => {
  test('owns no films', async () => {
    const { status, body } = await creator('DELETE', '/me');
    expect([status, body.type]).toEqual([409, 'urn:omnistream:problem:owns-assets']);
  });

  test('is forgotten by tables, by the user pool and by Personalize', async () => {
    const url = played[1] as string;
    expect(await fetched(url)).toBe(200);
    expect(Object.keys(await rowsWith(gone.id)).sort()).toEqual(
      expect.arrayContaining(['activity', 'sessions', 'viewers']),
    );
    const { status, body } = await gone.call('DELETE', '/me');
    expect(status).toBe(202);
    const certificate = await certificateOf(body.erasure);
    expect(certificate).toMatchObject({
      kind: 'viewer',
      removed: { user: 1, settings: 1, activity: 2, personalize: 1 },
    });
    expect(certificate.failures).toEqual({});
    expect(await rowsWith(gone.id)).toEqual({});
    expect(await rowsWith('leaves@example.com')).toEqual({});
    await eventually('the end of the session', async () => ((await fetched(url)) === 403 ? true : undefined));

    const { userPoolId } = await (await fetch(`${platform.web}/config.json`)).json();
    const cognito = new CognitoIdentityProviderClient(platform.owner);
    const user = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: 'leaves@example.com' });
    await expect(cognito.send(user)).rejects.toThrow(expect.objectContaining({ name: 'UserNotFoundException' }));
    cognito.destroy();
  });

  test('leaves the other viewer as they were', async () => {
    expect((await stays.call('GET', '/me')).body).toMatchObject({ languages: ['en'] });
    expect(Object.keys(await rowsWith(stays.id))).toEqual(expect.arrayContaining(['activity', 'sessions', 'viewers']));
  });

  test('is deleted by an administrator, by the id that the viewer sees', async () => {
    const { body: me } = await stays.call('GET', '/me');
    const { status, json } = omnistream(platform, 'delete-viewer', me.id, '--user', 'admin@example.com');
    expect(status).toBe(0);
    const certificate = await certificateOf(json.erasure);
    expect(certificate).toMatchObject({ requestedBy: 'admin', removed: { user: 1 } });
    expect(await rowsWith(stays.id)).toEqual({});
  });
});

describe('the files of the laptop', () => {
  const found = async (...needles: string[]) => {
    const findings = await searchBytes(platform.home, needles);
    return [...new Set(findings.map(({ file }) => file.split('/').slice(0, 2).join('/')))].sort();
  };

  test('have neither the ids of the viewers nor their addresses, except in the windows of recovery', async () => {
    await platform.stop();
    const folders = await found(gone.id, stays.id, 'leaves@example.com', 'stays@example.com');
    // Point-in-time recovery has the rows for 35 days.
    expect(folders.filter((folder) => folder !== 'data/dynamodb')).toEqual([]);
  });

  test('have nothing of them when the windows have ended', async () => {
    platform = await startPlatform({ assembly: platform.assembly, home: platform.home, daysLater: 36 });
    await platform.stop();
    expect(await found(gone.id, stays.id, 'leaves@example.com', 'stays@example.com')).toEqual([]);
  });

  test('have the id of the film only where the certificate says so, and its title nowhere', async () => {
    platform = await startPlatform({ assembly: platform.assembly, home: platform.home, daysLater: 200 });
    await platform.stop();
    expect(await found(title)).toEqual([]);
    // The list of invalidations, interactions of viewers, and the rankings that are computed from these.
    const interactions = ['data/athena', 'data/firehose', 'data/personalize', 'data/s3'];
    const kept = [...interactions, 'data/cloudfront', 'data/dynamodb', 'data/states'];
    expect((await found(film)).filter((folder) => !kept.includes(folder))).toEqual([]);
  });
});
