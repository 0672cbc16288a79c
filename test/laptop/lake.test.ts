import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient, GetQueryExecutionCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  createAthena,
  createGlue,
  createS3,
  type Laptop,
  parseHiveType,
  startLaptop,
  writeParquet,
} from '@omnistream/local/test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Catalog } from '../../lib/constructs/lake/catalog';
import { interactionColumns } from '../../lib/constructs/lake/columns';
import { views } from '../../lib/constructs/lake/views';
import { stageNamed } from '../../lib/context';

/** The name that the logical id `Lake` gets. */
const bucket = 'test-lake';
let laptop: Laptop;
let athena: AthenaClient;
const Database = 'omnistream_dev';

/** The templates' own tables and views. */
async function deployCatalog(): Promise<void> {
  const env = { account: laptop.kernel.accountId, region: laptop.kernel.region };
  const stack = new Stack(new App(), 'Lake', { env });
  new Catalog(stack, 'Catalog', { stage: stageNamed('dev'), lake: Bucket.fromBucketName(stack, 'Lake', bucket) });
  const { Resources } = Template.fromStack(stack).toJSON();
  for (const type of ['AWS::Glue::Database', 'AWS::Glue::Table']) {
    for (const [id, { Type, Properties }] of Object.entries<{ Type: string; Properties: object }>(Resources)) {
      if (Type === type) await laptop.deploy(Type, id, Properties);
    }
  }
}

async function putInteractions(): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const folder = mkdtempSync(join(tmpdir(), 'lake-'));
  const [json, parquet] = [join(folder, 'a.json'), join(folder, 'a.parquet')];
  const watched = { id: 'event-01', user_id: 'u', session_id: 's', asset_id: 'a', happened_at: `${day} 00:00:00.000` };
  writeFileSync(
    json,
    `${JSON.stringify({ ...watched, from_position: 0, position: 60, duration: 100, watched: 60 })}\n`,
  );
  const columns = Object.entries(interactionColumns).map(([name, type]) => ({ name, type: parseHiveType(type) }));
  await writeParquet(columns, [{ json, parquet }]);
  const s3 = new S3Client({ ...laptop.clientConfig, forcePathStyle: true });
  for (const name of ['once', 'twice']) {
    const Key = `interactions/day=${day}/event=watch/${name}.parquet`;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: readFileSync(parquet) }));
  }
}

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createS3(kernel), createGlue(kernel), createAthena(kernel)]);
  athena = new AthenaClient(laptop.clientConfig);
  await laptop.deploy('AWS::S3::Bucket', 'Lake', {});
  await deployCatalog();
  await putInteractions();
});

afterAll(() => laptop.stop());

async function run(QueryString: string) {
  const ResultConfiguration = { OutputLocation: `s3://${bucket}/results/` };
  const query = { QueryString, QueryExecutionContext: { Database }, ResultConfiguration };
  const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand(query));
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    if (!/QUEUED|RUNNING/.test(QueryExecution?.Status?.State ?? '')) return QueryExecution;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test.each(views.map(({ name }) => name))('the view %s is answered', async (name) => {
  const { Status } = (await run(`SELECT * FROM ${name}`)) ?? {};
  expect(Status?.StateChangeReason).toBeUndefined();
  expect(Status?.State).toBe('SUCCEEDED');
});
