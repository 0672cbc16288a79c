import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { interactionTypes } from '../../../lambda/shared/event-names';
import type { Stage } from '../../config';
import { type Columns, catalogueColumns, interactionColumns, listed } from './columns';
import { edgeFolders, edgeRequestColumns } from './edge-fields';
import { dependenciesOf, presto, type View, views } from './views';

export interface CatalogProps {
  readonly stage: Stage;
  readonly lake: IBucket;
}

interface Files {
  readonly prefix: string;
  readonly description: string;
  readonly columns: Columns;
  readonly format: 'parquet' | 'json';
  readonly partitions?: Columns;
  /** Athena computes the partitions, so none must be registered. */
  readonly projection?: Readonly<Record<string, string>>;
  readonly location?: string;
}

const formats = {
  parquet: {
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serdeInfo: {
      serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
      parameters: { 'serialization.format': '1' },
    },
  },
  json: {
    inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    serdeInfo: {
      serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
      parameters: { 'serialization.format': '1' },
    },
  },
};

/** The tables and views of the lake. */
export class Catalog extends Construct {
  readonly databaseName: string;
  /** The table that Firehose takes its schema from. */
  readonly interactions: CfnTable;
  private readonly database: CfnDatabase;
  private readonly tables = new Map<string, CfnTable>();

  constructor(scope: Construct, id: string, { stage, lake }: CatalogProps) {
    super(scope, id);
    // Letters, digits and underscores need no quotes in SQL. A name from CloudFormation would have other characters.
    this.databaseName = `omnistream_${stage.name.replaceAll('-', '_')}`;
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: this.databaseName, description: 'Interactions of viewers, titles and edge requests' },
    });
    // From the platform's first year until tomorrow, so that events of a clock ahead of Athena's are found.
    const day = { 'projection.day.type': 'date', 'projection.day.range': '2026-01-01,NOW+1DAYS' };
    this.interactions = this.table(lake, 'interactions', {
      prefix: 'interactions/',
      description: 'One row for each event as it was received, with a few duplicates; user_id is a pseudonym',
      columns: interactionColumns,
      format: 'parquet',
      partitions: { day: 'string', event: 'string' },
      projection: {
        ...day,
        'projection.day.format': 'yyyy-MM-dd',
        'projection.event.type': 'enum',
        'projection.event.values': interactionTypes.join(','),
      },
      location: `interactions/day=${placeOf('day')}/event=${placeOf('event')}/`,
    });
    this.table(lake, 'catalogue', {
      prefix: 'catalogue/',
      description: 'One row for each title',
      columns: catalogueColumns,
      format: 'json',
    });
    this.table(lake, 'edge_requests', {
      prefix: `${edgeFolders.prefix}/`,
      description: 'One row for each request to CloudFront',
      columns: edgeRequestColumns,
      format: 'parquet',
      partitions: { day: 'string' },
      projection: {
        ...day,
        'projection.day.format': edgeFolders.dayFormat,
        'projection.day.range': '2026/01/01,NOW+1DAYS',
      },
      location: `${edgeFolders.prefix}/${placeOf('day')}/`,
    });
    for (const view of views) this.view(view);
  }

  private table(lake: IBucket, name: string, files: Files): CfnTable {
    const { prefix, partitions = {}, projection, location } = files;
    const table = new CfnTable(this, pascal(name), {
      catalogId: Stack.of(this).account,
      databaseName: this.databaseName,
      tableInput: {
        name,
        description: files.description,
        tableType: 'EXTERNAL_TABLE',
        parameters: {
          EXTERNAL: 'TRUE',
          classification: files.format,
          ...(projection && { 'projection.enabled': 'true', ...projection }),
          ...(location && { 'storage.location.template': lake.s3UrlForObject(location) }),
        },
        partitionKeys: listed(partitions),
        storageDescriptor: {
          columns: listed(files.columns),
          location: lake.s3UrlForObject(prefix),
          ...formats[files.format],
        },
      },
    });
    table.addResourceDependency(this.database);
    this.tables.set(name, table);
    return table;
  }

  private view(view: View): void {
    const table = new CfnTable(this, `${pascal(view.name)}View`, {
      catalogId: Stack.of(this).account,
      databaseName: this.databaseName,
      tableInput: {
        name: view.name,
        description: view.description,
        tableType: 'VIRTUAL_VIEW',
        parameters: { presto_view: 'true', comment: 'Presto View' },
        viewOriginalText: presto(view, this.databaseName),
        viewExpandedText: '/* Presto View */',
        partitionKeys: [],
        storageDescriptor: { columns: listed(view.columns), location: '', serdeInfo: {} },
      },
    });
    table.addResourceDependency(this.database);
    for (const name of dependenciesOf(view)) table.addResourceDependency(this.tables.get(name) as CfnTable);
    this.tables.set(view.name, table);
  }
}

/** The placeholder of a partition's value in Athena's location templates. */
function placeOf(partition: string): string {
  return `$\{${partition}}`;
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
