import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListDeliveryStreamsCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Kernel } from '../../../kernel/kernel';
import { createAthena } from '../../../services/athena';
import { createFirehose } from '../../../services/firehose';
import { createGlue } from '../../../services/glue';
import { createS3 } from '../../../services/s3';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { bucket, database, deployLake } from '../../support/lake-bucket';

const create = (kernel: Kernel) => [createS3(kernel), createGlue(kernel), createFirehose(kernel), createAthena(kernel)];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const lake = `arn:aws:s3:::${bucket}`;

interface Made {
  readonly laptop: Laptop;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
}

const destination = (RoleARN: string) => ({
  BucketARN: lake,
  RoleARN,
  Prefix: 'interactions/day=!{partitionKeyFromQuery:day}/event=!{partitionKeyFromQuery:event}/',
  ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
  BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 1 },
  DynamicPartitioningConfiguration: { Enabled: true },
  ProcessingConfiguration: {
    Enabled: true,
    Processors: [
      {
        Type: 'MetadataExtraction',
        Parameters: [
          { ParameterName: 'MetadataExtractionQuery', ParameterValue: '{day: .day, event: .event}' },
          { ParameterName: 'JsonParsingEngine', ParameterValue: 'JQ-1.6' },
        ],
      },
    ],
  },
  DataFormatConversionConfiguration: {
    Enabled: true,
    InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: { CaseInsensitive: false } } },
    OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
    SchemaConfiguration: { RoleARN, DatabaseName: database, TableName: 'interactions', VersionId: 'LATEST' },
  },
});

/** A role with only the permissions that the stream needs. */
async function deployRole(laptop: Laptop): Promise<string> {
  const { attributes } = await laptop.deploy('AWS::IAM::Role', 'StreamRole', {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'firehose.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'own',
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: 's3:PutObject', Resource: [`${lake}/interactions/*`, `${lake}/failed/*`] },
            { Effect: 'Allow', Action: 'glue:GetTableVersions', Resource: '*' },
          ],
        },
      },
    ],
  });
  return String(attributes.Arn);
}

async function make(home?: string): Promise<Made> {
  const laptop = await startLaptop(create, { home });
  return deployAll(laptop);
}

async function deployAll(laptop: Laptop): Promise<Made> {
  await deployLake(laptop);
  const role = await deployRole(laptop);
  const properties = { DeliveryStreamName: 'interactions', ExtendedS3DestinationConfiguration: destination(role) };
  await laptop.deploy('AWS::KinesisFirehose::DeliveryStream', 'Stream', properties);
  return {
    laptop,
    firehose: new FirehoseClient(laptop.clientConfig),
    s3: new S3Client({ ...laptop.clientConfig, forcePathStyle: true }),
  };
}

const record = (id: string, more: object = {}) => ({
  Data: Buffer.from(
    `${JSON.stringify({ day: '2026-01-01', event: 'watch', id, happened_at: '2026-01-01 00:00:00.123', ...more })}\n`,
  ),
});

async function keys({ s3 }: Made, Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
  return Contents.map(({ Key = '' }) => Key);
}

async function eventually<T>(ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const value = await ask();
    if (good(value)) return value;
    if (attempt === 300) throw new Error(`it stays ${JSON.stringify(value)}`);
    await pause(30);
  }
}

async function rows({ laptop }: Made, sql: string): Promise<(string | undefined)[][]> {
  const athena = new AthenaClient(laptop.clientConfig);
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: database },
      ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` },
    }),
  );
  const { QueryExecution } = await eventually(
    () => athena.send(new GetQueryExecutionCommand({ QueryExecutionId })),
    (answer) => !/QUEUED|RUNNING/.test(answer.QueryExecution?.Status?.State ?? ''),
  );
  if (QueryExecution?.Status?.State !== 'SUCCEEDED') throw new Error(QueryExecution?.Status?.StateChangeReason);
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  return (ResultSet?.Rows ?? []).slice(1).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
}

async function failures({ s3 }: Made, key: string): Promise<Record<string, unknown>[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const text = (await Body?.transformToString()) ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a stream', () => {
  let made: Made;
  beforeAll(async () => {
    made = await make();
  });
  afterAll(() => made.laptop.stop());

  test('delivers records as Parquet, by the partitions that they name', async () => {
    const { firehose } = made;
    const { FailedPutCount, RequestResponses } = await firehose.send(
      new PutRecordBatchCommand({
        DeliveryStreamName: 'interactions',
        Records: [
          record('a', { position: 1.5, rank: '7', tags: ['x', 'y'], more: 'than the table has' }),
          record('b', { day: '2026-01-02', event: 'click', tags: [] }),
          record('half a \ud800 pair, and \u0000'),
        ],
      }),
    );
    expect(FailedPutCount).toBe(0);
    expect(RequestResponses?.map(({ RecordId }) => typeof RecordId)).toEqual(['string', 'string', 'string']);
    const found = await eventually(
      () => keys(made, 'interactions/'),
      ({ length }) => length === 2,
    );
    expect(found[0]).toMatch(
      /^interactions\/day=2026-01-01\/event=watch\/interactions-1-\d{4}(-\d\d){5}-[\da-f-]{36}\.parquet$/,
    );
    expect(
      await rows(made, 'SELECT id, happened_at, position, rank, tags, day, event FROM interactions ORDER BY id'),
    ).toEqual([
      ['a', '2026-01-01 00:00:00.123', '1.5', '7', '[x, y]', '2026-01-01', 'watch'],
      ['b', '2026-01-01 00:00:00.123', undefined, undefined, '[]', '2026-01-02', 'click'],
      [
        'half a \ufffd pair, and \u0000',
        '2026-01-01 00:00:00.123',
        undefined,
        undefined,
        undefined,
        '2026-01-01',
        'watch',
      ],
    ]);
  });

  test('puts what does not fit below the error prefix, and the rest where it belongs', async () => {
    const { firehose } = made;
    const broken = [
      record('rank', { rank: 'first' }),
      record('time', { happened_at: 'yesterday' }),
      record('tags', { tags: 'x' }),
      record('large', { rank: 3_000_000_000 }),
    ];
    const lost = [{ Data: Buffer.from('no JSON') }, record('day', { day: null }), record('event', { event: '' })];
    await firehose.send(
      new PutRecordBatchCommand({
        DeliveryStreamName: 'interactions',
        Records: [...broken, ...lost, record('good', { event: 'click' })],
      }),
    );
    const [unconverted = '', unplaced = ''] = await eventually(
      () => keys(made, 'failed/'),
      ({ length }) => length === 2,
    );
    expect(unconverted).toMatch(/^failed\/format-conversion-failed\/\d{4}-\d\d-\d\d\/interactions-1-/);
    expect(unplaced).toMatch(/^failed\/processing-failed\/\d{4}-\d\d-\d\d\/interactions-1-/);
    const conversions = await failures(made, unconverted);
    expect(conversions.map(({ rawData }) => rawData)).toEqual(broken.map(({ Data }) => Data.toString('base64')));
    expect(conversions[0]).toMatchObject({
      attemptsMade: 1,
      arrivalTimestamp: expect.any(Number),
      lastErrorCode: 'DataFormatConversion.MalformedData',
      lastErrorMessage: expect.stringContaining('rank'),
      dataCatalogTable: { databaseName: database, tableName: 'interactions', region: 'eu-west-1', versionId: '0' },
    });
    const placements = await failures(made, unplaced);
    expect(placements.map(({ rawData }) => rawData)).toEqual(lost.map(({ Data }) => Data.toString('base64')));
    expect(placements[0]).toMatchObject({ errorCode: 'DynamicPartitioning.MetadataExtractionFailed' });
    expect(await rows(made, `SELECT id FROM interactions WHERE id = 'good'`)).toEqual([['good']]);
  });

  test('refuses what is too much, or too large', async () => {
    const { firehose } = made;
    const put = (Records: { Data: Uint8Array }[]) =>
      firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: 'interactions', Records }));
    const bytes = (count: number) => ({ Data: Buffer.alloc(count, 'x') });
    await expect(put(Array.from({ length: 501 }, () => bytes(1)))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(put([bytes(1000 * 1024 + 1)])).rejects.toMatchObject({ name: 'ValidationException' });
    const five = Array.from({ length: 5 }, () => bytes(900 * 1024));
    await expect(put(five)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(
      firehose.send(new PutRecordCommand({ DeliveryStreamName: 'none', Record: bytes(1) })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('is described and listed', async () => {
    const { firehose } = made;
    const { DeliveryStreamDescription } = await firehose.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'interactions' }),
    );
    expect(DeliveryStreamDescription).toMatchObject({
      DeliveryStreamARN: 'arn:aws:firehose:eu-west-1:000000000000:deliverystream/interactions',
      DeliveryStreamStatus: 'ACTIVE',
    });
    const { DeliveryStreamNames } = await firehose.send(new ListDeliveryStreamsCommand({}));
    expect(DeliveryStreamNames).toEqual(['interactions']);
  });

  test('that its template asks too much of is not deployed', async () => {
    const deploy = (change: object) =>
      made.laptop.deploy('AWS::KinesisFirehose::DeliveryStream', 'Other', {
        ExtendedS3DestinationConfiguration: { ...destination('arn:aws:iam::000000000000:role/x'), ...change },
      });
    await expect(deploy({ Prefix: 'x/!{firehose:random-string}/' })).rejects.toThrow('random-string');
    await expect(deploy({ Prefix: 'x/!{partitionKeyFromQuery:none}/' })).rejects.toThrow('none');
    await expect(deploy({ CustomTimeZone: 'CET' })).rejects.toThrow('CustomTimeZone');
    const Parameters = [{ ParameterName: 'MetadataExtractionQuery', ParameterValue: '{day: .at | todate}' }];
    const Processors = [{ Type: 'MetadataExtraction', Parameters }];
    await expect(deploy({ ProcessingConfiguration: { Enabled: true, Processors } })).rejects.toThrow('todate');
  });

  test('that may not write tries again until it may', async () => {
    const { laptop, firehose } = made;
    const policy = (Effect: string) =>
      laptop.kernel.resourcePolicy(
        lake,
        { Statement: [{ Effect, Principal: '*', Action: 's3:PutObject', Resource: `${lake}/interactions/*` }] },
        'test',
      );
    policy('Deny');
    await firehose.send(new PutRecordCommand({ DeliveryStreamName: 'interactions', Record: record('late') }));
    await pause(1500);
    expect(await rows(made, `SELECT id FROM interactions WHERE id = 'late'`)).toEqual([]);
    policy('Allow');
    await eventually(
      () => rows(made, `SELECT count(*) FROM interactions WHERE id = 'late'`),
      ([first]: (string | undefined)[][]) => first?.[0] === '1',
    );
  });
});

describe('a killed process', () => {
  const journals = (home: string) => join(home, 'firehose/journal/eu-west-1/interactions');
  const segments = (home: string) => readdirSync(journals(home)).filter((name) => name.endsWith('.journal'));
  const ids = 'SELECT id, count(*) FROM interactions GROUP BY id ORDER BY id';

  test('between put and truncate has each record once', async () => {
    const home = mkdtempSync(join(tmpdir(), 'firehose-'));
    const copy = `${home}-copy`;
    let made = await make(home);
    const Records = [record('a'), record('b', { event: 'click' }), record('bad', { rank: 'x' })];
    await made.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: 'interactions', Records }));
    // The state before any delivery: the records are acknowledged and in the journal.
    expect(segments(home)).toHaveLength(1);
    cpSync(journals(home), copy, { recursive: true });
    const before = await eventually(
      async () => [...(await keys(made, 'interactions/')), ...(await keys(made, 'failed/'))],
      ({ length }) => length === 3,
    );
    await eventually(
      async () => segments(home),
      ({ length }) => length === 0,
    );
    await made.laptop.stop();
    rmSync(journals(home), { recursive: true });
    cpSync(copy, journals(home), { recursive: true });

    made = await make(home);
    await eventually(
      async () => segments(home),
      ({ length }) => length === 0,
    );
    expect([...(await keys(made, 'interactions/')), ...(await keys(made, 'failed/'))]).toEqual(before);
    expect(await rows(made, ids)).toEqual([
      ['a', '1'],
      ['b', '1'],
    ]);
    await made.laptop.stop();
  });

  test('in the midst of a write keeps what was acknowledged', async () => {
    const home = mkdtempSync(join(tmpdir(), 'firehose-'));
    let made = await make(home);
    for (const id of ['a', 'b']) {
      await made.firehose.send(new PutRecordCommand({ DeliveryStreamName: 'interactions', Record: record(id) }));
    }
    await made.laptop.stop();
    const [segment = ''] = segments(home);
    const file = join(journals(home), segment);
    truncateSync(file, (12 + record('a').Data.length) * 2 - 5);
    made = await make(home);
    await eventually(
      () => rows(made, ids),
      ({ length }) => length > 0,
    );
    expect(await rows(made, ids)).toEqual([['a', '1']]);
    await made.laptop.stop();
  });
});
