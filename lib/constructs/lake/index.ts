import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct, type IConstruct } from 'constructs';
import type { Stage } from '../../config';
import type { PrivateBucket } from '../private-bucket';
import { Catalog } from './catalog';
import { allDependenciesOf, type ViewName } from './views';
import { Workgroup } from './workgroup';

export interface LakeProps {
  readonly stage: Stage;
  readonly lake: PrivateBucket;
  readonly lakeKey: IKey;
}

const gibibyte = 1024 ** 3;

/** Where the files of each table begin. */
const prefixes: Readonly<Record<string, string>> = {
  interactions: 'interactions/',
  catalogue: 'catalogue/',
  edge_requests: 'edge/',
};

/** What viewers did, as tables and views, and how they are queried. */
export class Lake extends Construct {
  readonly catalog: Catalog;
  readonly databaseName: string;
  /** Results are read by those who asked, and forgotten after a week. */
  readonly workgroupName: string;
  /** Results are CSV for Personalize, below `imports/`. */
  readonly importsWorkgroupName: string;
  private readonly bucket: PrivateBucket;
  private readonly queries: Workgroup;
  private readonly imports: Workgroup;

  constructor(scope: Construct, id: string, { stage, lake, lakeKey }: LakeProps) {
    super(scope, id);
    this.bucket = lake;
    this.catalog = new Catalog(this, 'Catalog', { stage, lake });
    this.databaseName = this.catalog.databaseName;
    this.queries = new Workgroup(this, 'Queries', {
      stage,
      description: 'Reports and dashboards about viewing',
      lake,
      lakeKey,
      prefix: 'results/',
      scanLimit: (stage.protectData ? 100 : 10) * gibibyte,
    });
    this.imports = new Workgroup(this, 'Imports', {
      stage,
      suffix: '-imports',
      description: 'Bulk exports for training Personalize',
      lake,
      lakeKey,
      prefix: 'imports/',
      // All that is kept of two years: rarely, and in full.
      scanLimit: (stage.protectData ? 2000 : 10) * gibibyte,
    });
    this.workgroupName = this.queries.workgroupName;
    this.importsWorkgroupName = this.imports.workgroupName;
  }

  /** The right to query these views, and to read the answers. */
  grantQuery(grantee: IGrantable & IConstruct, names: readonly ViewName[]): void {
    this.grant(grantee, names, this.queries);
  }

  /** The same for a step of a workflow, which Step Functions ends with its execution. */
  grantQueryStep(grantee: IGrantable & IConstruct, names: readonly ViewName[]): void {
    this.grant(grantee, names, this.queries, ['StopQueryExecution']);
  }

  /** The right to write these views' rows into `imports/`. */
  grantImport(grantee: IGrantable & IConstruct, names: readonly ViewName[]): void {
    this.grant(grantee, names, this.imports, ['StopQueryExecution']);
  }

  /** Athena reads and writes as the one who asks: the views, what they are made of, its files, and the results. */
  private grant(
    grantee: IGrantable & IConstruct,
    names: readonly ViewName[],
    { workgroupName, prefix }: Workgroup,
    more: readonly string[] = [],
  ) {
    const arn = (service: string, resource: string, resourceName?: string) =>
      Stack.of(this).formatArn({ service, resource, resourceName });
    const allow = (actions: readonly string[], resourceArns: string[]) =>
      Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns });
    const tables = allDependenciesOf(names);

    allow(
      ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', ...more].map((action) => `athena:${action}`),
      [arn('athena', 'workgroup', workgroupName)],
    );
    // StartQueryExecution looks the catalog up: user guide, "Data Catalog Example Policies", and CDK's own Athena tasks.
    allow(['athena:GetDataCatalog'], [arn('athena', 'datacatalog', 'AwsDataCatalog')]);
    // Mandatory for Athena, whichever database is queried; it makes `default` where an account has none. User guide,
    // "Access policy to the default database and catalog" (a later edition asks for CreateDatabase only to make others).
    allow(['glue:GetDatabase', 'glue:CreateDatabase'], [arn('glue', 'catalog'), arn('glue', 'database', 'default')]);
    allow(
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
      [
        arn('glue', 'catalog'),
        arn('glue', 'database', this.databaseName),
        ...tables.map((name) => arn('glue', 'table', `${this.databaseName}/${name}`)),
      ],
    );
    allow(['s3:GetBucketLocation', 's3:ListBucket'], [this.bucket.bucketArn]);
    for (const name of tables.filter((some) => some in prefixes)) {
      this.bucket.grantOn(`${prefixes[name]}*`, grantee, ['s3:GetObject']);
    }
    const results = ['GetObject', 'PutObject', 'AbortMultipartUpload', 'ListMultipartUploadParts'];
    this.bucket.grantOn(
      `${prefix}*`,
      grantee,
      results.map((action) => `s3:${action}`),
      ['Decrypt', 'GenerateDataKey'],
    );
  }
}
