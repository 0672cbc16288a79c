import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AnalyticsStack } from '../../lib/analytics-stack';
import { type ViewName, views } from '../../lib/constructs/lake/views';
import { stageNamed } from '../../lib/context';
import { ReplicaStack } from '../../lib/replica-stack';
import { StorageStack } from '../../lib/storage-stack';
import { type Resource, resourcesOf, synthesized } from './synthesis';

const { templates } = synthesized('dev');
const { analytics, storage, delivery, edgeLogs } = templates;

const of = (template: Template, type: string) =>
  resourcesOf({ it: template }, type).map(([, { Properties }]: [string, Resource]) => Properties);
const tables = of(analytics, 'AWS::Glue::Table').map(({ TableInput }) => TableInput);
const table = (name: string) => tables.find(({ Name }) => Name === name);
const [stream] = of(analytics, 'AWS::KinesisFirehose::DeliveryStream');
const [edge] = of(edgeLogs, 'AWS::Logs::Delivery');

/** The key, or its pattern, in an `s3://` address. */
function keyOf(address: { readonly 'Fn::Join': readonly [string, readonly unknown[]] }): string {
  return String(address['Fn::Join'][1].at(-1)).replace(/^\//, '');
}

describe('events', () => {
  const destination = stream.ExtendedS3DestinationConfiguration;

  test('are written as Parquet by the schema of the table that reads them', () => {
    expect(destination.DataFormatConversionConfiguration).toMatchObject({
      Enabled: true,
      InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
      OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
      SchemaConfiguration: {
        DatabaseName: 'omnistream_dev',
        TableName: { Ref: expect.stringContaining('Interactions') },
        VersionId: 'LATEST',
      },
    });
    // Firehose demands both.
    expect(destination.BufferingHints.SizeInMBs).toBeGreaterThanOrEqual(64);
    expect(destination.CompressionFormat).toBe('UNCOMPRESSED');
  });

  test('are put where the table looks for their day and type', () => {
    const written = destination.Prefix.replaceAll(/!\{partitionKeyFromQuery:(\w+)\}/g, '<$1>');
    const { Parameters, PartitionKeys } = table('interactions');
    const read = keyOf(Parameters['storage.location.template']).replaceAll(/\$\{(\w+)\}/g, '<$1>');
    expect(written).toBe('interactions/day=<day>/event=<event>/');
    expect(read).toBe(written);
    expect(PartitionKeys.map(({ Name }: { Name: string }) => Name)).toEqual(['day', 'event']);
    const [processor] = destination.ProcessingConfiguration.Processors;
    expect(processor.Type).toBe('MetadataExtraction');
    expect(processor.Parameters).toContainEqual({
      ParameterName: 'MetadataExtractionQuery',
      ParameterValue: '{day: .day, event: .event}',
    });
  });

  test('are encrypted by the key of the lake, waiting and written', () => {
    const key = expect.objectContaining({ 'Fn::GetStackOutput': expect.anything() });
    expect(stream.DeliveryStreamEncryptionConfigurationInput).toEqual({ KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: key });
    expect(destination.EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN).toEqual(key);
  });

  test('that cannot be written are kept in failed/, and an alarm says so', () => {
    expect(destination.ErrorOutputPrefix).toMatch(/^failed\/!\{firehose:error-output-type\}\//);
    storage.hasResourceProperties('AWS::S3::Bucket', { MetricsConfigurations: [{ Id: 'failed', Prefix: 'failed/' }] });
    const alarms = Object.entries(synthesized('dev').templates.monitoring.findResources('AWS::CloudWatch::Alarm'));
    const ofLake = alarms.filter(([id]) => /^Lake/.test(id)).map(([, { Properties }]) => Properties);
    expect(ofLake.map(({ MetricName }) => MetricName).sort()).toEqual([
      'DeliveryToS3.DataFreshness',
      'FailedConversion.Records',
      'PartitionCountExceeded',
      'PutRequests',
    ]);
    for (const alarm of ofLake) expect(alarm.TreatMissingData).toBe('notBreaching');
  });
});

test('the role of Firehose writes to its own two prefixes, and reads one schema', () => {
  const [role] = of(analytics, 'AWS::IAM::Policy');
  const statements = role.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[];
  const resources = (action: string) =>
    statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => JSON.stringify(Resource));
  expect(resources('s3:PutObject')[0]).toMatch(/\/failed\/\*.*\/interactions\/\*/);
  expect(resources('glue:GetTableVersions')[0]).toContain(':table/omnistream_dev/');
  // The key twice: for what is written by S3, and for what waits in the stream.
  expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
    'glue:GetTable',
    'glue:GetTableVersion',
    'glue:GetTableVersions',
    'kms:Decrypt',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKey',
    'logs:PutLogEvents',
    's3:AbortMultipartUpload',
    's3:GetBucketLocation',
    's3:GetObject',
    's3:ListBucket',
    's3:ListBucketMultipartUploads',
    's3:PutObject',
  ]);
});

test.each([
  ['omnistream-dev', 'results/'],
  ['omnistream-dev-imports', 'imports/'],
])('workgroup %s lets nobody write elsewhere than %s, unencrypted, or read without bounds', (name, prefix) => {
  const workgroup = of(analytics, 'AWS::Athena::WorkGroup').find(({ Name }) => Name === name);
  const { ResultConfiguration, ...configuration } = workgroup.WorkGroupConfiguration;
  expect(configuration).toMatchObject({
    EnforceWorkGroupConfiguration: true,
    BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
    EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
  });
  expect(keyOf(ResultConfiguration.OutputLocation)).toBe(prefix);
  expect(ResultConfiguration.EncryptionConfiguration.EncryptionOption).toBe('SSE_KMS');
});

test('every view is a table of Glue, with Athena’s own form of its SQL', () => {
  const virtual = tables.filter(({ TableType }) => TableType === 'VIRTUAL_VIEW');
  expect(virtual.map(({ Name }) => Name).sort()).toEqual(views.map(({ name }) => name).sort());
  for (const { Name, ViewOriginalText, StorageDescriptor, Parameters } of virtual) {
    const { originalSql, columns } = JSON.parse(
      Buffer.from(ViewOriginalText.slice('/* Presto View: '.length, -' */'.length), 'base64').toString(),
    );
    expect(originalSql).toBe(views.find(({ name }) => name === Name)?.sql);
    const names = (all: { name?: string; Name?: string }[]) => all.map(({ name, Name: upper }) => name ?? upper);
    expect(names(columns)).toEqual(names(StorageDescriptor.Columns));
    expect(Parameters.presto_view).toBe('true');
  }
});

describe('who may query a view', () => {
  const granted = (names: readonly ViewName[]) => {
    const app = new App({ context: JSON.parse(readFileSync('cdk.json', 'utf8')).context });
    const stage = stageNamed('dev');
    const lakeStorage = new StorageStack(app, { stage, replica: new ReplicaStack(app, { stage }) });
    const { lake } = new AnalyticsStack(app, { stage, storage: lakeStorage });
    const stack = new Stack(app, 'Asker', { env: { region: stage.region }, crossRegionReferences: true });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    lake.grantQuery(role, names);
    const [policy] = of(Template.fromStack(stack), 'AWS::IAM::Policy');
    return JSON.stringify(policy.PolicyDocument);
  };

  test('may read what it is made of, and nothing else of the lake', () => {
    const policy = granted(['searches']);
    for (const name of ['searches', 'interactions_once', 'interactions']) {
      expect(policy).toContain(`:table/omnistream_dev/${name}"`);
    }
    expect(policy).toContain('/interactions/*');
    expect(policy).not.toMatch(/catalogue|edge|watch_time/);
  });

  test('may write results, and nothing else', () => {
    const { Statement } = JSON.parse(granted(['edge_delivery', 'watch_time']));
    const writes = Statement.filter(({ Action }: { Action: unknown }) => JSON.stringify(Action).includes('s3:Put'));
    expect(writes).toHaveLength(1);
    expect(JSON.stringify(writes[0].Resource)).toContain('/results/*');
    const reads = JSON.stringify(Statement.filter(({ Action }: { Action: unknown }) => Action === 's3:GetObject'));
    for (const prefix of ['edge', 'interactions', 'catalogue']) expect(reads).toContain(`/${prefix}/*`);
  });
});

describe('requests to the edge', () => {
  test('are logged with the metrics of players, and without addresses, cookies and browsers', () => {
    expect(edge.RecordFields).toEqual(expect.arrayContaining(['cs-uri-stem', 'cs-uri-query', 'x-edge-result-type']));
    expect(edge.RecordFields.filter((field: string) => /ip|cookie|agent|referer|forwarded/i.test(field))).toEqual([]);
    edgeLogs.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'ACCESS_LOGS' });
  });

  test('are put where the table looks for their day, in its columns', () => {
    const { Parameters, StorageDescriptor } = table('edge_requests');
    edgeLogs.hasResourceProperties('AWS::Logs::DeliveryDestination', {
      OutputFormat: 'parquet',
      DestinationResourceArn: { 'Fn::Join': ['/', [Match.anyValue(), 'edge']] },
    });
    // What CloudFront writes as {yyyy}, Java's dates and so the projection write as yyyy.
    expect(edge.S3SuffixPath.replaceAll(/[{}]/g, '')).toBe(Parameters['projection.day.format']);
    expect(keyOf(Parameters['storage.location.template'])).toBe('edge/$' + '{day}/');
    expect(StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name)).toEqual(
      edge.RecordFields.map((field: string) => field.replaceAll('-', '_')),
    );
  });

  test('come from this account’s deliveries only, below edge/, under the key of the lake', () => {
    const admitted = {
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Condition: Match.objectLike({
        StringEquals: Match.objectLike({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }),
        ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', Match.arrayWith([':delivery-source:*'])] } },
      }),
    };
    storage.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            ...admitted,
            Action: 's3:PutObject',
            Resource: { 'Fn::Join': ['', Match.arrayWith(['/edge/*'])] },
          }),
        ]),
      },
    });
    storage.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ ...admitted, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
        ]),
      },
    });
  });

  test('are not logged a second time', () => {
    const [distribution] = of(delivery, 'AWS::CloudFront::Distribution');
    expect(distribution.DistributionConfig.Logging).toBeUndefined();
  });
});
