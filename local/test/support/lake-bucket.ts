import type { Laptop } from '../../testing/start-services';

const projectionOf = (days: string) => ({
  'projection.enabled': 'true',
  'projection.day.type': 'date',
  'projection.day.range': days,
  'projection.day.format': 'yyyy-MM-dd',
  'projection.event.type': 'enum',
  'projection.event.values': 'watch,click',
});

/** As the harness names the bucket of the logical id `Lake`. */
export const bucket = 'test-lake';
export const database = 'lake';

/** Columns of the table `interactions`. */
export const columns = [
  { Name: 'id', Type: 'string' },
  { Name: 'happened_at', Type: 'timestamp' },
  { Name: 'position', Type: 'double' },
  { Name: 'rank', Type: 'int' },
  { Name: 'tags', Type: 'array<string>' },
];

/** Deploys a bucket, a database, and a table of Parquet by day and event, as CloudFormation would. */
export async function deployLake(laptop: Laptop, days = '2026-01-01,NOW+1DAYS'): Promise<void> {
  await laptop.deploy('AWS::S3::Bucket', 'Lake', {});
  const CatalogId = laptop.kernel.accountId;
  await laptop.deploy('AWS::Glue::Database', 'Database', { CatalogId, DatabaseInput: { Name: database } });
  await laptop.deploy('AWS::Glue::Table', 'Interactions', {
    CatalogId,
    DatabaseName: database,
    TableInput: {
      Name: 'interactions',
      TableType: 'EXTERNAL_TABLE',
      Parameters: {
        ...projectionOf(days),
        'storage.location.template': `s3://${bucket}/interactions/day=\${day}/event=\${event}/`,
      },
      PartitionKeys: [
        { Name: 'day', Type: 'string' },
        { Name: 'event', Type: 'string' },
      ],
      StorageDescriptor: {
        Columns: columns,
        Location: `s3://${bucket}/interactions/`,
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
      },
    },
  });
}

/** Deploys a table of JSON lines, not partitioned. */
export async function deployCatalogue(laptop: Laptop): Promise<void> {
  await laptop.deploy('AWS::Glue::Table', 'Catalogue', {
    CatalogId: laptop.kernel.accountId,
    DatabaseName: database,
    TableInput: {
      Name: 'catalogue',
      TableType: 'EXTERNAL_TABLE',
      StorageDescriptor: {
        Columns: [
          { Name: 'id', Type: 'string' },
          { Name: 'title', Type: 'string' },
          { Name: 'genres', Type: 'array<string>' },
        ],
        Location: `s3://${bucket}/catalogue/`,
        SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
      },
    },
  });
}

/** Deploys a view, kept as Athena keeps it. */
export async function deployView(laptop: Laptop, name: string, sql: string): Promise<void> {
  const definition = { originalSql: sql, catalog: 'awsdatacatalog', schema: database, columns: [] };
  const encoded = Buffer.from(JSON.stringify(definition)).toString('base64');
  await laptop.deploy('AWS::Glue::Table', name, {
    CatalogId: laptop.kernel.accountId,
    DatabaseName: database,
    TableInput: {
      Name: name,
      TableType: 'VIRTUAL_VIEW',
      Parameters: { presto_view: 'true' },
      ViewOriginalText: `/* Presto View: ${encoded} */`,
      ViewExpandedText: '/* Presto View */',
    },
  });
}
