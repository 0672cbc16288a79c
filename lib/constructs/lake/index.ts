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

/** Prefix of each table's files. */
const prefixes: Readonly<Record<string, string>> = {
  interactions: 'interactions/',
  catalogue: 'catalogue/',
  edge_requests: 'edge/',
};

/** The lake: tables and views of interactions, and the workgroups for queries. */
export class Lake extends Construct {
  readonly catalog: Catalog;
  readonly databaseName: string;
  /** For interactive queries. Results are deleted after a week. */
  readonly workgroupName: string;
  /** For exports: CSV files for Personalize, below `imports/`. */
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
      // An export reads the data of two years, so its limit is higher.
      scanLimit: (stage.protectData ? 2000 : 10) * gibibyte,
    });
    this.workgroupName = this.queries.workgroupName;
    this.importsWorkgroupName = this.imports.workgroupName;
  }

  /** Grants queries of these views and reading the results. */
  grantQuery(grantee: IGrantable & IConstruct, names: readonly ViewName[]): void {
    this.grant(grantee, names, this.queries);
  }

  /** The same for a step of a workflow: Step Functions stops the query when the execution ends. */
  grantQueryStep(grantee: IGrantable & IConstruct, names: readonly ViewName[]): void {
    this.grant(grantee, names, this.queries, ['StopQueryExecution']);
  }

  /** Grants exports of these views to `imports/`. */
  grantImport(grantee: IGrantable & IConstruct, names: readonly ViewName[]): void {
    this.grant(grantee, names, this.imports, ['StopQueryExecution']);
  }

  /**
   * Grants what Athena does with its caller's permissions: reading views, their tables and files, and writing results.
   */
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
    // StartQueryExecution reads the catalog: user guide, "Data Catalog Example Policies", and CDK's own Athena tasks.
    allow(['athena:GetDataCatalog'], [arn('athena', 'datacatalog', 'AwsDataCatalog')]);
    // Athena requires this for every database. It creates `default` in an account without it. User guide,
    // "Access policy to the default database and catalog" (a later edition requires CreateDatabase only for creating
    // others).
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
