import type { RequestListener } from 'node:http';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Kernel } from '../../../kernel/kernel';
import { createAthena } from '../../../services/athena';
import { createCloudFront } from '../../../services/cloudfront';
import { createGlue } from '../../../services/glue';
import { createS3 } from '../../../services/s3';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const create = (kernel: Kernel) => [
  createS3(kernel),
  createGlue(kernel),
  createAthena(kernel),
  createCloudFront(kernel),
];
const bucket = 'test-lake';
const fields = [
  'date',
  'cs-method',
  'cs-uri-stem',
  'cs-uri-query',
  'sc-status',
  'sc-bytes',
  'x-edge-result-type',
  'cs(User-Agent)',
];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const apiHost = 'abc.execute-api.eu-west-1.amazonaws.com';
let laptop: Laptop;

async function deployAll(): Promise<void> {
  const { kernel } = laptop;
  await laptop.deploy('AWS::S3::Bucket', 'Lake', {});
  await laptop.deploy('AWS::S3::BucketPolicy', 'Policy', {
    Bucket: bucket,
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${bucket}/edge/*`,
          Condition: {
            StringEquals: { 'aws:SourceAccount': kernel.accountId, 's3:x-amz-acl': 'bucket-owner-full-control' },
            ArnLike: { 'aws:SourceArn': `arn:aws:logs:us-east-1:${kernel.accountId}:delivery-source:*` },
          },
        },
      ],
    },
  });
  const respond: RequestListener = (request, response) => {
    if (request.url?.startsWith('/api/slow')) response.writeHead(200).write('x');
    else response.writeHead(request.url?.startsWith('/api/no') ? 404 : 200).end('x'.repeat(100));
  };
  kernel.listen('api', respond, [apiHost]);
  const { ref } = await laptop.deploy('AWS::CloudFront::Distribution', 'Distribution', {
    DistributionConfig: {
      Enabled: true,
      Origins: [{ Id: 'api', DomainName: apiHost, CustomOriginConfig: {} }],
      DefaultCacheBehavior: {
        TargetOriginId: 'api',
        ViewerProtocolPolicy: 'https-only',
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      },
    },
  });
  await deployLogs(`arn:aws:cloudfront::${kernel.accountId}:distribution/${ref}`, fields);
}

async function deployLogs(ResourceArn: string, RecordFields: string[], more: object = {}): Promise<void> {
  const deploy = (type: string, properties: object) =>
    laptop.deploy(`AWS::Logs::${type}`, type, properties, 'us-east-1');
  await deploy('DeliverySource', { Name: 'edge', ResourceArn, LogType: 'ACCESS_LOGS' });
  const { attributes } = await deploy('DeliveryDestination', {
    Name: 'edge',
    DestinationResourceArn: `arn:aws:s3:::${bucket}/edge`,
    OutputFormat: 'parquet',
  });
  await deploy('Delivery', {
    DeliverySourceName: 'edge',
    DeliveryDestinationArn: attributes.Arn,
    RecordFields,
    S3SuffixPath: '{yyyy}/{MM}/{dd}',
    S3EnableHiveCompatiblePath: false,
    ...more,
  });
}

async function keys(): Promise<string[]> {
  const s3 = new S3Client({ ...laptop.clientConfig, forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'edge/' }));
  return Contents.map(({ Key = '' }) => Key);
}

async function logged(sql: string): Promise<(string | undefined)[][]> {
  const CatalogId = laptop.kernel.accountId;
  await laptop.deploy('AWS::Glue::Database', 'Database', { CatalogId, DatabaseInput: { Name: 'lake' } });
  await laptop.deploy('AWS::Glue::Table', 'Requests', {
    CatalogId,
    DatabaseName: 'lake',
    TableInput: {
      Name: 'edge_requests',
      TableType: 'EXTERNAL_TABLE',
      Parameters: {
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.range': '2026/01/01,NOW+1DAYS',
        'projection.day.format': 'yyyy/MM/dd',
        'storage.location.template': `s3://${bucket}/edge/\${day}/`,
      },
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
      StorageDescriptor: {
        Columns: fields.map((field) => ({ Name: field.replaceAll('-', '_'), Type: 'string' })).slice(0, 7),
        Location: `s3://${bucket}/edge/`,
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
      },
    },
  });
  const athena = new AthenaClient(laptop.clientConfig);
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: 'lake' },
      ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` },
    }),
  );
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'FAILED') throw new Error(StateChangeReason);
    if (State === 'SUCCEEDED') break;
    await pause(30);
  }
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  return (ResultSet?.Rows ?? []).slice(1).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
}

beforeEach(async () => {
  laptop = await startLaptop(create);
  await deployAll();
});

afterEach(() => laptop.stop());

const get = async (path: string) => {
  const response = await fetch(`${laptop.kernel.address('web')}${path}`);
  await response.arrayBuffer();
};

test('the edge’s requests are in the lake after some seconds', async () => {
  await get('/api/yes?CMCD=bs%2Cmtp%3D1000&a=b');
  await get('/api/no');
  for (let attempt = 0; (await keys()).length === 0 && attempt < 2_400; attempt++) await pause(50);
  const [key = ''] = await keys();
  expect(key).toMatch(/^edge\/\d{4}\/\d\d\/\d\d\/E[\w-]+\.\d{4}-\d\d-\d\d-\d\d\.[\da-f]{8}\.parquet$/);
  const columns = 'cs_method, cs_uri_stem, cs_uri_query, sc_status, x_edge_result_type';
  const sql = `SELECT ${columns}, replace(day, '/', '-') = date, CAST(sc_bytes AS bigint) > 100 FROM edge_requests ORDER BY sc_status`;
  expect(await logged(sql)).toEqual([
    ['GET', '/api/yes', 'CMCD=bs%2Cmtp%3D1000&a=b', '200', 'Miss', 'true', 'true'],
    ['GET', '/api/no', '-', '404', 'Error', 'true', 'true'],
  ]);
});

test('an orderly stop loses none, and a viewer who went away is told of', async () => {
  const away = new AbortController();
  const slow = await fetch(`${laptop.kernel.address('web')}/api/slow`, { signal: away.signal });
  expect(slow.status).toBe(200);
  away.abort();
  await pause(200);
  laptop = await laptop.restart();
  await deployAll();
  expect(await logged('SELECT cs_uri_stem, sc_status FROM edge_requests')).toEqual([['/api/slow', '000']]);
});

test('fields that are not known are refused when they are asked for', async () => {
  const arn = 'arn:aws:cloudfront::000000000000:distribution/E1';
  await expect(deployLogs(arn, ['date', 'x-moon-phase'])).rejects.toThrow('x-moon-phase');
  await expect(deployLogs(arn, ['date'], { S3SuffixPath: '{week}' })).rejects.toThrow('{week}');
  await expect(deployLogs(arn, ['date'], { S3EnableHiveCompatiblePath: true })).rejects.toThrow('Hive');
});
