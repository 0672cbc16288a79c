import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  ListWorkGroupsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { parseHiveType } from '../../../engines/query/hive-type';
import { writeParquet } from '../../../engines/query/parquet';
import type { Kernel } from '../../../kernel/kernel';
import { createAthena } from '../../../services/athena';
import { createGlue } from '../../../services/glue';
import { createS3 } from '../../../services/s3';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { bucket, columns, database, deployCatalogue, deployLake, deployView } from '../../support/lake-bucket';

const create = (kernel: Kernel) => [createS3(kernel), createGlue(kernel), createAthena(kernel)];
const folder = mkdtempSync(join(tmpdir(), 'athena-'));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let laptop: Laptop;
let athena: AthenaClient;
let s3: S3Client;

const rows = [
  { id: 'a', happened_at: '2026-01-01 10:00:00.000', position: 1, rank: 1, tags: ['x'] },
  { id: 'b', happened_at: '2026-01-01 11:00:00.000', position: 2.5 },
];

async function putRows(key: string, lines: readonly object[] = rows): Promise<void> {
  const json = join(folder, 'rows.json');
  const parquet = join(folder, 'rows.parquet');
  writeFileSync(json, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const typed = columns.map(({ Name, Type }) => ({ name: Name, type: parseHiveType(Type) }));
  await writeParquet(typed, [{ json, parquet }]);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: readFileSync(parquet) }));
}

async function deployAll(): Promise<void> {
  await deployLake(laptop);
  await deployCatalogue(laptop);
  await deployView(laptop, 'once', 'SELECT id, min(day) AS day FROM interactions GROUP BY id');
  await deployView(laptop, 'days', 'SELECT day, count(*) AS n FROM once GROUP BY day');
  const WorkGroupConfiguration = {
    EnforceWorkGroupConfiguration: true,
    BytesScannedCutoffPerQuery: 10_000_000,
    ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` },
  };
  await laptop.deploy('AWS::Athena::WorkGroup', 'Group', { Name: 'insights', WorkGroupConfiguration });
  const small = { ...WorkGroupConfiguration, BytesScannedCutoffPerQuery: 10 };
  await laptop.deploy('AWS::Athena::WorkGroup', 'Small', { Name: 'small', WorkGroupConfiguration: small });
}

beforeAll(async () => {
  laptop = await startLaptop(create);
  athena = new AthenaClient(laptop.clientConfig);
  s3 = new S3Client({ ...laptop.clientConfig, forcePathStyle: true });
  await deployAll();
  await putRows('interactions/day=2026-01-01/event=watch/one');
  await putRows('interactions/day=2026-01-02/event=click/two');
  // Outside of the projection: before its first day, of an unknown event, far in the future, and hidden.
  await putRows('interactions/day=2025-12-31/event=watch/early');
  await putRows('interactions/day=2026-01-02/event=dance/unknown');
  await putRows('interactions/day=2199-01-01/event=watch/late');
  await putRows('interactions/day=2026-01-01/event=watch/_hidden');
  const titles = [{ id: 'a', title: 'The "End"', genres: ['drama', 'war'], more: 1 }, { id: 'b' }];
  for (const title of titles) {
    const Body = `${JSON.stringify(title)}\n`;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `catalogue/${title.id}.json`, Body }));
  }
});

afterAll(() => laptop.stop());

async function finished(id: string | undefined, client = athena): Promise<QueryExecution> {
  for (let attempt = 0; attempt < 4_000; attempt++) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (!/QUEUED|RUNNING/.test(QueryExecution?.Status?.State ?? '')) return QueryExecution as QueryExecution;
    await pause(25);
  }
  throw new Error('the query does not end');
}

async function start(sql: string, more: Partial<StartQueryExecutionCommandInput> = {}, client = athena) {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: 'insights',
      QueryExecutionContext: { Database: database },
      ...more,
    }),
  );
  return finished(QueryExecutionId, client);
}

async function values(sql: string, more: Partial<StartQueryExecutionCommandInput> = {}) {
  const { QueryExecutionId, Status } = await start(sql, more);
  if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.State}: ${Status?.StateChangeReason}`);
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  return (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
}

describe('Athena', () => {
  test('reads the partitions that are projected, and no others', async () => {
    expect(await values('SELECT id, day, event, position FROM interactions ORDER BY day, id')).toEqual([
      ['id', 'day', 'event', 'position'],
      ['a', '2026-01-01', 'watch', '1.0'],
      ['b', '2026-01-01', 'watch', '2.5'],
      ['a', '2026-01-02', 'click', '1.0'],
      ['b', '2026-01-02', 'click', '2.5'],
    ]);
  });

  test('reads lines of JSON, null where a member is missing', async () => {
    expect(await values('SELECT * FROM lake.catalogue ORDER BY id')).toEqual([
      ['id', 'title', 'genres'],
      ['a', 'The "End"', '[drama, war]'],
      ['b', undefined, undefined],
    ]);
  });

  test('reads views over views', async () => {
    expect(await values('SELECT day, n FROM awsdatacatalog.lake.days')).toEqual([
      ['day', 'n'],
      ['2026-01-01', '2'],
    ]);
  });

  test('takes parameters', async () => {
    const sql = 'SELECT id FROM interactions WHERE day >= ? AND position > ?';
    expect(await values(sql, { ExecutionParameters: ["'2026-01-02'", '2'] })).toEqual([['id'], ['b']]);
  });

  test('writes the result, all in quotes, to the place that the workgroup enforces', async () => {
    const { QueryExecutionId, ResultConfiguration } = await start(
      'SELECT title, id, 1 AS n FROM catalogue ORDER BY id',
      {
        ResultConfiguration: { OutputLocation: 's3://elsewhere/' },
      },
    );
    expect(ResultConfiguration?.OutputLocation).toBe(`s3://${bucket}/results/${QueryExecutionId}.csv`);
    const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const { Body } = await get(`results/${QueryExecutionId}.csv`);
    expect(await Body?.transformToString()).toBe('"title","id","n"\n"The ""End""","a","1"\n,"b","1"\n');
    await expect(get(`results/${QueryExecutionId}.csv.metadata`)).resolves.toBeDefined();
  });

  test('gives results by pages, with the types of Athena', async () => {
    const sql = `SELECT n, 'é"' || chr(10) || CAST(n AS varchar) AS t FROM UNNEST(range(1, 2501)) AS u(n) ORDER BY n`;
    const { QueryExecutionId } = await start(sql);
    const sizes: number[] = [];
    let NextToken: string | undefined;
    let last: string | undefined;
    do {
      const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
      const info = page.ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name, Type }) => `${Name} ${Type}`);
      expect(info).toEqual(['n bigint', 't varchar']);
      sizes.push(page.ResultSet?.Rows?.length ?? 0);
      last = page.ResultSet?.Rows?.at(-1)?.Data?.[1]?.VarCharValue;
      NextToken = page.NextToken;
    } while (NextToken);
    expect(sizes).toEqual([1000, 1000, 501]);
    expect(last).toBe('é"\n2500');
  });

  test('answers the same token by the same query, and another query by an error', async () => {
    const ClientRequestToken = 'a-token-that-is-long-enough-to-be-one';
    const first = await start('SELECT 1', { ClientRequestToken });
    expect((await start('SELECT 1', { ClientRequestToken })).QueryExecutionId).toBe(first.QueryExecutionId);
    await expect(start('SELECT 2', { ClientRequestToken })).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  test('reuses an earlier result where the client lets it, and only then', async () => {
    const ResultReuseConfiguration = { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 5 } };
    const first = await start('SELECT count(*) FROM catalogue');
    const reused = await start('SELECT count(*) FROM catalogue', { ResultReuseConfiguration });
    expect(reused.Statistics?.ResultReuseInformation?.ReusedPreviousResult).toBe(true);
    expect(reused.ResultConfiguration?.OutputLocation).toBe(first.ResultConfiguration?.OutputLocation);
    expect(await values('SELECT count(*) AS c FROM catalogue', { ResultReuseConfiguration })).toEqual([['c'], ['2']]);
    const again = await start('SELECT count(*) FROM catalogue');
    expect(again.Statistics?.ResultReuseInformation?.ReusedPreviousResult).toBe(false);
  });

  test('sees an object that was written anew', async () => {
    const Key = 'catalogue/c.json';
    const ask = () => values(`SELECT title FROM catalogue WHERE id = 'c'`);
    for (const title of ['one', 'two']) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: JSON.stringify({ id: 'c', title }) }));
      expect(await ask()).toEqual([['title'], [title]]);
    }
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    expect(await ask()).toEqual([['title']]);
  });

  test.each([
    ['SELECT nothing FROM catalogue', /SYNTAX_ERROR.*nothing/s],
    ['SELECT * FROM missing', /TABLE_NOT_FOUND: Table 'awsdatacatalog.lake.missing' does not exist/],
    ['SELECT * FROM other.t', /SCHEMA_NOT_FOUND/],
    ['SELEC 1', /SYNTAX_ERROR/],
    [`SELECT CAST('x' AS integer)`, /INVALID_CAST_ARGUMENT/],
    [`SELECT * FROM read_csv('/etc/passwd')`, /FUNCTION_NOT_FOUND/],
    [`SELECT * FROM '/etc/passwd'`, /TABLE_NOT_FOUND/],
    [`COPY (SELECT 1) TO '/tmp/x'`, /NOT_SUPPORTED/],
  ])('tells why it failed: %s', async (sql, reason) => {
    const { Status, QueryExecutionId } = await start(sql);
    expect(Status?.State).toBe('FAILED');
    expect(Status?.StateChangeReason).toMatch(reason);
    await expect(athena.send(new GetQueryResultsCommand({ QueryExecutionId }))).rejects.toThrow('FAILED');
  });

  test('stops at the workgroup’s limit of bytes', async () => {
    const { Status } = await start('SELECT * FROM catalogue', { WorkGroup: 'small' });
    expect(Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: expect.stringContaining('Bytes scanned') });
  });

  test('stops when it is told to', async () => {
    const { QueryExecutionId } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: 'SELECT sum(a.n * b.n) FROM UNNEST(range(1, 1000000)) a(n), UNNEST(range(1, 1000000)) b(n)',
        WorkGroup: 'insights',
      }),
    );
    await pause(200);
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    expect((await finished(QueryExecutionId)).Status?.State).toBe('CANCELLED');
  });

  test('asks for an output location where its workgroup has none', async () => {
    await expect(start('SELECT 1', { WorkGroup: 'primary' })).rejects.toThrow('No output location provided');
    const ResultConfiguration = { OutputLocation: `s3://${bucket}/mine` };
    const { QueryExecutionId, ResultConfiguration: used } = await start('SELECT 1', {
      WorkGroup: 'primary',
      ResultConfiguration,
    });
    expect(used?.OutputLocation).toBe(`s3://${bucket}/mine/${QueryExecutionId}.csv`);
  });

  test('describes its workgroups', async () => {
    const { WorkGroups } = await athena.send(new ListWorkGroupsCommand({}));
    expect(WorkGroups?.map(({ Name }) => Name)).toEqual(['primary', 'insights', 'small']);
    const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: 'insights' }));
    expect(WorkGroup?.Configuration?.BytesScannedCutoffPerQuery).toBe(10_000_000);
    await expect(start('SELECT 1', { WorkGroup: 'none' })).rejects.toThrow('WorkGroup none is not found');
  });
});

describe('in the name of a role', () => {
  const lake = `arn:aws:s3:::${bucket}`;
  const everything = {
    'athena:*': '*',
    'glue:GetDatabase': '*',
    'glue:CreateDatabase': 'arn:aws:glue:*:*:*',
    'glue:GetTable': '*',
    's3:GetBucketLocation': lake,
    's3:ListBucket': lake,
    's3:GetObject': `${lake}/*`,
    's3:PutObject': `${lake}/results/*`,
  };

  async function clientOf(name: string, allowed: Readonly<Record<string, string>>): Promise<AthenaClient> {
    const { attributes } = await laptop.deploy('AWS::IAM::Role', name, {
      RoleName: name,
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'own',
          PolicyDocument: {
            Statement: Object.entries(allowed).map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
          },
        },
      ],
    });
    const credentials = laptop.kernel.credentials(String(attributes.Arn), 'test');
    return new AthenaClient({ ...laptop.clientConfig, credentials });
  }

  test('a query is run with the permissions on tables and objects', async () => {
    const { Status } = await start('SELECT * FROM days', {}, await clientOf('full', everything));
    expect(Status).toMatchObject({ State: 'SUCCEEDED' });
  });

  test('it fails without a way through the database default', async () => {
    const glue = (rest: string) => `arn:aws:glue:*:*:${rest}`;
    const narrow = { ...everything, 'glue:GetDatabase': glue('database/lake'), 'glue:GetD*': glue('catalog') };
    const { Status } = await start('SELECT * FROM days', {}, await clientOf('no-default', narrow));
    expect(Status?.State).toBe('FAILED');
    expect(Status?.StateChangeReason).toMatch(/glue:GetDatabase on resource: \S+:database\/default/);
  });

  test('nothing is started without a look at the data catalog', async () => {
    const { 'athena:*': _, ...rest } = everything;
    const client = await clientOf('no-catalog', { ...rest, 'athena:StartQueryExecution': '*' });
    await expect(start('SELECT 1', {}, client)).rejects.toThrow(/athena:GetDataCatalog on resource: \S+AwsDataCatalog/);
  });

  test.each(['glue:GetTable', 's3:ListBucket', 's3:GetObject', 's3:PutObject'])(
    'it fails without %s',
    async (action) => {
      const { [action as 's3:GetObject']: _, ...rest } = everything;
      const client = await clientOf(`no-${action.replace(':', '-')}`.toLowerCase(), rest);
      // A result of an earlier query, so that the objects are cached. The cache does not replace the permission to read
      // them.
      await start('SELECT * FROM days');
      const { Status } = await start('SELECT * FROM days', {}, client);
      expect(Status?.State).toBe('FAILED');
      expect(Status?.StateChangeReason).toContain(action);
    },
  );

  test('nothing is started without athena:StartQueryExecution', async () => {
    const { 'athena:*': _, ...rest } = everything;
    await expect(start('SELECT 1', {}, await clientOf('no-athena', rest))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

test('a query that was under way when the process ended is run at the next start', async () => {
  const home = mkdtempSync(join(tmpdir(), 'athena-home-'));
  const first = await startLaptop(create, { home });
  await first.deploy('AWS::S3::Bucket', 'Results', {});
  const client = new AthenaClient(first.clientConfig);
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: 'SELECT sum(a.n % b.n) FROM UNNEST(range(1, 6000)) a(n), UNNEST(range(1, 6000)) b(n)',
      ResultConfiguration: { OutputLocation: 's3://test-results/' },
    }),
  );
  const second = await first.restart();
  try {
    const { Status } = await finished(QueryExecutionId, new AthenaClient(second.clientConfig));
    expect(Status?.State).toBe('SUCCEEDED');
  } finally {
    await second.stop();
  }
});
