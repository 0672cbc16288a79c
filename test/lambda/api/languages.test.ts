import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createDynamoDb, createStates, deployRole, type Laptop, startLaptop } from '@omnistream/local/test';
import { type AssetPorts, assets } from '../../../lambda/api/assets';
import { CatalogueTable } from '../../../lambda/api/assets.client';
import { PipelineWorkflow } from '../../../lambda/api/workflow.client';
import type { Asset, LanguageRecord, Speech } from '../../../lambda/shared/assets';
import { Executions } from '../../../lambda/shared/executions.client';
import { http } from '../../../lambda/shared/http';
import { toItem } from '../../../lambda/shared/items';
import { captureLines } from '../../support/lines';
import {
  admin,
  creator,
  freeBudget,
  httpEvent,
  memoryKeys,
  read,
  someAsset,
  stranger,
  viewer,
  type Who,
} from './support';

const route = 'POST /api/assets/{id}/languages';
const run = '00000001';
const source = { bucket: 'uploads', key: 'k', versionId: 'v1', etag: '"e"', size: 1000 };
const original = { language: 'en-US', captions: captionsOf('en-US') };
const noVoice = { code: 'NoVoice', message: 'Nobody speaks it.' };

let laptop: Laptop;
let dynamodb: DynamoDBClient;
let sfn: SFNClient;
let table: string;
let machine: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel), createStates(kernel)]);
  dynamodb = new DynamoDBClient(laptop.clientConfig);
  sfn = new SFNClient(laptop.clientConfig);
  const made = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  table = made.ref;
  const RoleArn = await deployRole(laptop, 'states.amazonaws.com');
  const Definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'W',
    States: { W: { Type: 'Succeed' } },
  };
  machine = (await laptop.deploy('AWS::StepFunctions::StateMachine', 'M', { RoleArn, Definition })).ref;
});

afterAll(async () => {
  dynamodb.destroy();
  sfn.destroy();
  await laptop.stop();
});

function captionsOf(language: string) {
  const key = `asset/captions/${language}`;
  return { language, playlistKey: `${key}.m3u8`, vttKey: `${key}.vtt`, cuesKey: `${key}.json`, cues: 3, bandwidth: 9 };
}

function speechOf(languages: LanguageRecord[], members: Partial<Speech> = {}): Speech {
  return { run, status: 'found', language: 'en-US', confidence: 0.9, languages, ...members };
}

const track = { width: 640, height: 360, bandwidth: 9, codecs: 'avc1', frameRate: 25 };

/** A ready film that is spoken in English, in the table. */
async function put(members: Partial<Asset> = {}): Promise<Asset> {
  const asset = someAsset({
    run,
    source,
    revision: 3,
    durationSeconds: 12.5,
    tracks: { video: [track], audio: [{ language: 'en-US', kind: 'original' }], captions: [] },
    speech: speechOf([original]),
    ...members,
  });
  await dynamodb.send(new PutItemCommand({ TableName: table, Item: toItem(asset) }));
  return asset;
}

/** The API over the real table and state machine; `change` puts something of its own in between. */
function api(change: (ports: AssetPorts) => Partial<AssetPorts> = () => ({})) {
  const ports: AssetPorts = {
    records: new CatalogueTable(dynamodb, table),
    workflow: new PipelineWorkflow(new Executions(sfn, machine)),
    viewers: { ageLimit: async () => 18 },
    dailyUse: { take: async () => {} },
    keys: memoryKeys(),
    budget: freeBudget,
    now: () => new Date('2026-01-01T00:00:00Z'),
  };
  const handler = http(assets({ ...ports, ...change(ports) }));
  return async (id: string, languages: unknown, who: Who = creator) =>
    read(await handler(httpEvent(route, { who, id, body: { languages } })));
}

const stored = async ({ id }: Asset) => (await new CatalogueTable(dynamodb, table).find(id)) as Asset;
const attempts = (asset: Asset) => [...new Set(asset.speech?.languages.flatMap(({ attempt }) => attempt ?? []))];

/** The inputs of all executions that were started for an asset, by name. */
async function executions({ id }: Asset): Promise<Record<string, { speech: { languages: string[] } }>> {
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: machine }));
  const own = executions.filter(({ name }) => name?.startsWith(id));
  const inputs = await Promise.all(
    own.map(async ({ name, executionArn }) => {
      const { input = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return [name, JSON.parse(input)];
    }),
  );
  return Object.fromEntries(inputs);
}

function quiet(): () => void {
  return captureLines().restore;
}

describe('a language added', () => {
  test('is claimed in the record, and is what one execution is about', async () => {
    const asset = await put({
      targetLanguages: ['es'],
      speech: speechOf([original, { language: 'es', dub: dub('es') }]),
    });
    const { status, body } = await api()(asset.id, ['PT-br', 'it', 'it']);
    expect([status, body.status, body.pending, body.missing]).toEqual([202, 'READY', ['pt-BR', 'it'], []]);
    const after = await stored(asset);
    const [attempt = ''] = attempts(after);
    expect(attempt).toMatch(/^[0-9a-f]{8}$/);
    expect(after.speech?.languages.slice(2)).toEqual([
      { language: 'pt-BR', attempt, correlationId: 'request-1' },
      { language: 'it', attempt, correlationId: 'request-1' },
    ]);
    expect([after.targetLanguages, after.revision, after.status]).toEqual([['es', 'pt-BR', 'it'], 4, 'READY']);
    expect(await executions(asset)).toEqual({
      [`${asset.id}-${attempt}`]: {
        assetId: asset.id,
        run,
        source: { bucket: 'uploads', key: 'k', versionId: 'v1', size: 1000 },
        correlationId: 'request-1',
        speech: {
          attempt,
          languages: ['pt-BR', 'it'],
          original: { language: 'en-US', cuesKey: original.captions.cuesKey },
          durationSeconds: 12.5,
        },
      },
    });
  });

  test('can come while the film’s first languages are still under way, and leaves those alone', async () => {
    const asset = await put({
      status: 'PLAYABLE',
      targetLanguages: ['es', 'fr'],
      speech: speechOf([original, { language: 'es' }]),
    });
    const { status, body } = await api()(asset.id, ['es', 'fr', 'it']);
    expect([status, body.pending]).toEqual([202, ['es', 'it', 'fr']]);
    const inputs = Object.values(await executions(asset));
    expect(inputs.map(({ speech }) => speech.languages)).toEqual([['it']]);
  });

  test('is no work when its dub is there', async () => {
    const asset = await put({ speech: speechOf([original, { language: 'es', dub: dub('es') }]) });
    const { status, body } = await api()(asset.id, ['es']);
    expect([status, body.pending, body.dubs]).toEqual([202, [], [{ language: 'es', report: dub('es').report }]]);
    expect(await stored(asset)).toEqual(asset);
    expect(await executions(asset)).toEqual({});
  });
});

test('a language that is missing is tried again alone, and keeps its captions meanwhile', async () => {
  const es = { language: 'es', captions: captionsOf('es'), missing: noVoice };
  const fr = { language: 'fr', missing: noVoice };
  const asset = await put({ targetLanguages: ['es', 'fr'], speech: speechOf([original, es, fr]) });
  const { body } = await api()(asset.id, ['es']);
  expect(body.pending).toEqual(['es']);
  expect(body.missing).toEqual([{ language: 'fr', media: ['captions', 'audio'], ...noVoice }]);
  const after = await stored(asset);
  expect(after.speech?.languages[1]).toEqual({
    language: 'es',
    captions: es.captions,
    attempt: attempts(after)[0],
    correlationId: 'request-1',
  });
  expect(Object.keys(await executions(asset))).toEqual([`${asset.id}-${attempts(after)[0]}`]);
});

describe('speech that was not recognized', () => {
  const reason = { code: 'TranscriptionFailed', message: 'm' };
  const failed = () =>
    speechOf([{ language: 'fr', missing: reason }], {
      status: 'failed',
      reason,
      language: undefined,
      confidence: undefined,
    });

  test('is recognized anew, with every language that was wanted', async () => {
    const asset = await put({ language: 'en', targetLanguages: ['en-GB', 'es', 'fr'], speech: failed() });
    const { status, body } = await api()(asset.id, ['it']);
    expect([status, body.speech, body.pending, body.missing]).toEqual([
      202,
      { status: 'failed', reason },
      ['fr', 'es', 'it'],
      [],
    ]);
    const [input] = Object.values(await executions(asset));
    expect(input?.speech).toEqual({
      attempt: expect.any(String),
      languages: ['fr', 'es', 'it'],
      durationSeconds: 12.5,
    });
  });

  test('is not recognized twice at a time', async () => {
    const asset = await put({ speech: failed() });
    await api()(asset.id, ['fr']);
    const { status, body } = await api()(asset.id, ['it']);
    expect([status, body.type]).toEqual([409, 'urn:omnistream:problem:speech-under-way']);
    expect((await api()(asset.id, ['fr'])).status).toBe(202);
    expect(Object.keys(await executions(asset))).toHaveLength(1);
  });
});

describe('several at once', () => {
  test('start one execution for each language', async () => {
    const asset = await put();
    const all = [['it', 'pt'], ['pt', 'it'], ['it'], ['pt', 'nl']].map((languages) => api()(asset.id, languages));
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const started = Object.values(await executions(asset)).flatMap(({ speech }) => speech.languages);
    expect(started.sort()).toEqual(['it', 'nl', 'pt']);
    expect(
      attempts(await stored(asset))
        .map((attempt) => `${asset.id}-${attempt}`)
        .sort(),
    ).toEqual(Object.keys(await executions(asset)).sort());
  });

  test('are told so when the record never holds still', async () => {
    const asset = await put();
    class AlwaysChanged extends CatalogueTable {
      override async revise(): Promise<undefined> {}
    }
    const { status, body } = await api(() => ({ records: new AlwaysChanged(dynamodb, table) }))(asset.id, ['it']);
    expect([status, body.type]).toEqual([409, 'urn:omnistream:problem:changed-meanwhile']);
  });

  test('do not claim for a run that is not the asset’s any more', async () => {
    const asset = await put();
    const change = { speech: speechOf([original]), targetLanguages: [] };
    const records = new CatalogueTable(dynamodb, table);
    expect(await records.revise({ ...asset, run: '00000002' }, change, new Date())).toBeUndefined();
    expect(await records.revise({ ...asset, revision: undefined }, change, new Date())).toBeUndefined();
    expect((await records.revise(asset, change, new Date()))?.revision).toBe(4);
    expect(await records.revise(asset, change, new Date())).toBeUndefined();
  });

  test('count from nothing where the record was never revised', async () => {
    const asset = await put({ revision: undefined });
    expect((await api()(asset.id, ['it'])).status).toBe(202);
    expect((await stored(asset)).revision).toBe(1);
  });
});

describe('an end between claim and start', () => {
  const never = () => ({ start: async () => {}, startSpeech: async () => {}, startApproved: async () => {} });

  test('heals by asking again', async () => {
    const asset = await put();
    await api(() => ({ workflow: never() }))(asset.id, ['it', 'pt']);
    expect(await executions(asset)).toEqual({});
    expect((await api()(asset.id, ['pt'])).status).toBe(202);
    const [attempt = ''] = attempts(await stored(asset));
    const started = await executions(asset);
    expect(Object.keys(started)).toEqual([`${asset.id}-${attempt}`]);
    expect(started[`${asset.id}-${attempt}`]?.speech.languages).toEqual(['it', 'pt']);
    await api()(asset.id, ['it', 'pt']);
    expect(Object.keys(await executions(asset))).toHaveLength(1);
  });

  test('leaves everything as it was when the workflow says no', async () => {
    const es = { language: 'es', missing: noVoice };
    const asset = await put({ targetLanguages: ['es'], speech: speechOf([original, es]) });
    const busy = async () => {
      throw Object.assign(new Error('later'), { name: 'ThrottlingException' });
    };
    const loud = quiet();
    const refusing = ({ workflow }: AssetPorts) => ({
      workflow: { start: workflow.start.bind(workflow), startSpeech: busy, startApproved: busy },
    });
    const answer = await api(refusing)(asset.id, ['it', 'es']);
    loud();
    expect(answer.status).toBe(503);
    const { speech, targetLanguages } = await stored(asset);
    expect({ speech, targetLanguages }).toEqual({ speech: asset.speech, targetLanguages: ['es'] });
    expect((await api()(asset.id, ['it', 'es'])).status).toBe(202);
  });
});

describe('what is refused', () => {
  const silent = { video: [track], audio: [], captions: [] };
  const fifty = Array.from({ length: 50 }, (_, n) => `aa-x-${n}`);

  test.each<[string, Partial<Asset>, string]>([
    ['a film that is not published', { status: 'PROCESSING' }, 'not-ready'],
    ['a film that failed', { status: 'FAILED' }, 'not-ready'],
    ['speech of an older run', { speech: speechOf([original], { run: '00000000' }) }, 'not-ready'],
    ['speech that is not heard yet', { status: 'PLAYABLE', speech: undefined }, 'not-ready'],
    ['a film in which nobody speaks', { speech: speechOf([], { status: 'none' }) }, 'no-speech'],
    ['a silent film', { tracks: silent, speech: undefined }, 'no-speech'],
    ['more than fifty languages', { targetLanguages: fifty }, 'too-many-languages'],
  ])('%s', async (_name, members, problem) => {
    const asset = await put(members);
    const { status, body } = await api()(asset.id, ['it']);
    expect([status, body.type]).toEqual([409, `urn:omnistream:problem:${problem}`]);
    expect(await stored(asset)).toEqual(asset);
    expect(await executions(asset)).toEqual({});
  });

  test('the language that is spoken, however it is written; but not another script of it', async () => {
    const asset = await put({ speech: speechOf([{ ...original, language: 'zh-CN' }], { language: 'zh-CN' }) });
    const { status, body } = await api()(asset.id, ['it', 'zh-Hans']);
    expect([status, body.type, body.languages]).toEqual([409, 'urn:omnistream:problem:original-language', ['zh-Hans']]);
    expect((await api()(asset.id, ['zh-TW'])).status).toBe(202);
  });

  test.each([[[]], [['no_tag']], ['it'], [Array.from({ length: 21 }, (_, n) => `aa-x-${n}`)], [undefined]])(
    '%j',
    async (languages) => {
      const asset = await put();
      expect((await api()(asset.id, languages)).status).toBe(400);
    },
  );

  test.each([
    ['viewers may not', viewer, 403],
    ['other creators may not', stranger, 403],
    ['admins may', admin, 202],
  ])('%s add languages to somebody’s film', async (_name, who, expected) => {
    const asset = await put();
    expect((await api()(asset.id, ['it'], who)).status).toBe(expected);
  });
});

function dub(language: string) {
  const late = { meanStartOffsetMs: 4, maxStartOffsetMs: 9, overruns: 0, meanOverrunMs: 0, maxOverrunMs: 0 };
  return { folder: `asset/dubs/${language}/`, report: { cues: 3, spedUp: 1, ...late, missing: 0, characters: 99 } };
}

describe('languages above the budget', () => {
  const full = ({ budget }: AssetPorts) => ({
    budget: {
      ...budget,
      reservations: {
        reserve: async (_: unknown, limits: object | undefined) =>
          limits
            ? ({ outcome: 'above', limit: 'perMonth', maximum: 2_000_000 } as const)
            : ({ outcome: 'reserved', film: { estimate: 1, revision: 1 } } as const),
      },
    },
  });

  test('are refused with the cost and the limit, and nothing is changed or started', async () => {
    const asset = await put();
    const answer = await api(full)(asset.id, ['it']);
    expect([answer.status, answer.body.type]).toEqual([409, 'urn:omnistream:problem:above-budget']);
    expect(answer.body).toMatchObject({ limit: 'perMonth', maximum: 2, estimate: expect.any(Number) });
    expect((await stored(asset)).speech).toEqual(asset.speech);
    expect(await executions(asset)).toEqual({});
  });

  test('are added by an administrator', async () => {
    const asset = await put();
    expect((await api(full)(asset.id, ['it'], admin)).status).toBe(202);
    expect(Object.keys(await executions(asset))).toHaveLength(1);
  });
});
