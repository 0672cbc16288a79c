import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { importFileHandler } from '../../../lambda/personalization/import-file.env';
import { personalizeLoadHandler } from '../../../lambda/personalization/personalize-load.env';
import { encodeJson } from '../../../lambda/shared/env';
import { pseudonymIndex } from '../../../lambda/shared/pseudonym-index';
import { useCases } from '../../../lambda/shared/recommenders';
import type { Stage } from '../../config';
import { Handler } from '../handler';
import type { PrivateBucket } from '../private-bucket';
import type { RecordTable } from '../record-table';
import { acknowledgeBelow } from '../wildcards';
import type { Generation } from './generation';
import type { LakeQueries } from './lake-queries';
import { lifecycleDefinition } from './lifecycle-definition';
import { personalizeOfThisAccount, type RecommendationData } from './recommendation-data';
import { ScheduledWorkflow } from './scheduled-workflow';

export interface LifecycleProps {
  readonly stage: Stage;
  readonly data: RecommendationData;
  readonly lake: LakeQueries;
  /** The bucket of import files, below `imports/`. */
  readonly bucket: PrivateBucket;
  /** Titles and viewers; all of them are put into a new dataset group. */
  readonly assets: RecordTable;
  readonly viewers: RecordTable;
  readonly deadLetterQueue: IQueue;
}

/** Imports interactions, and creates, starts, stops and deletes recommenders, once a day. */
export class Lifecycle extends ScheduledWorkflow {
  constructor(scope: Construct, id: string, props: LifecycleProps) {
    const { stage, data, lake, bucket, assets, viewers, deadLetterQueue } = props;
    const { generations } = data;
    const [newest] = generations;
    const prefix = `omnistream-${stage.name}`;
    const importer = new Role(scope, `${id}ImportRole`, {
      description: 'Role of Personalize for reading import files',
      assumedBy: personalizeOfThisAccount(),
    });
    bucket.grantOn('imports/*', importer, ['s3:GetObject'], ['Decrypt']);
    importer.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
    // The role and the service itself both need access:
    // https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-s3-access.html
    const service = { principals: [personalizeOfThisAccount()] };
    bucket.addToResourcePolicy(
      new PolicyStatement({ ...service, actions: ['s3:GetObject'], resources: [bucket.arnForObjects('imports/*')] }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({ ...service, actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    );
    bucket.encryptionKey?.addToResourcePolicy(
      new PolicyStatement({ ...service, actions: ['kms:Decrypt'], resources: ['*'] }),
    );

    // Its input contains all settings, so it has no variables.
    const importFile = new Handler(scope, `${id}ImportFile`, {
      stage,
      handler: importFileHandler,
      description: "Converts Athena's export to an import file for Personalize",
      environment: {},
      memorySize: 1024,
      timeout: Duration.minutes(15),
    });
    bucket.grantOn(
      'imports/*',
      importFile,
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      ['Decrypt', 'GenerateDataKey'],
    );

    const load = new Handler(scope, `${id}Load`, {
      stage,
      handler: personalizeLoadHandler,
      description: 'Puts all titles and viewers into a new dataset group',
      environment: {
        ASSETS_TABLE: assets.tableName,
        VIEWERS_TABLE: viewers.tableName,
        DATASETS: encodeJson([newest.target], (value) => Stack.of(scope).toJsonString(value)),
      },
      timeout: Duration.minutes(5),
    });
    newest.grantPut(load);
    assets.grantItems(load, 'Scan');
    viewers.grantItems(load, 'BatchGetItem');
    viewers.grantQuery(load, pseudonymIndex);
    viewers.grantIndexScan(load, pseudonymIndex);

    super(scope, id, {
      stage,
      description: 'Imports interactions, and creates, starts, stops and deletes recommenders',
      definition: lifecycleDefinition({
        stage: stage.name,
        maxRecommenders: stage.maxRecommenders,
        generations: [newest.number, ...generations.slice(1).map(({ number }) => number)],
      }),
      substitutions: {
        Database: lake.databaseName,
        Workgroup: lake.workgroupName,
        ImportsWorkgroup: lake.importsWorkgroupName,
        ImportFile: importFile.function.functionArn,
        Load: load.function.functionArn,
        ImportRole: importer.roleArn,
        InteractionsDataset: newest.datasets.Interactions.arn,
        ...Object.assign({}, ...generations.map(placeholdersOf)),
        Prefix: prefix,
        Stage: stage.name,
        Partition: Aws.PARTITION,
      },
      every: Duration.days(1),
      input: { pollSeconds: 60 },
      timeout: Duration.hours(12),
      deadLetterQueue,
    });
    for (const handler of [importFile, load]) handler.function.grantInvokeLatestVersion(this);
    lake.grantQueryStep(this, ['personalize_minima']);
    lake.grantImport(this, ['personalize_interactions']);
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [importer.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'personalize.amazonaws.com' } },
      }),
    );

    const jobs = Stack.of(this).formatArn({
      service: 'personalize',
      resource: 'dataset-import-job',
      resourceName: `${prefix}-*`,
    });
    acknowledgeBelow(
      this.role,
      `:dataset-import-job/${prefix}-*`,
      'Each import has the time of its execution in its name.',
    );
    const recommenders = generations.flatMap(({ recommenderArnPrefix }) =>
      useCases.map((useCase) => `${recommenderArnPrefix}${useCase}`),
    );
    const described = generations.flatMap(({ datasets: { Items, Users } }) => [Items.arn, Users.arn]);
    for (const [actions, resources] of [
      [['CreateDatasetImportJob'], [newest.datasets.Interactions.arn, jobs]],
      [['DescribeDatasetImportJob'], [jobs]],
      [
        ['CreateRecommender'],
        [newest.groupArn, ...useCases.map((useCase) => `${newest.recommenderArnPrefix}${useCase}`)],
      ],
      [['DescribeDataset', 'UpdateDataset'], described],
      [['DescribeRecommender', 'StartRecommender', 'StopRecommender', 'DeleteRecommender'], recommenders],
    ] as const) {
      const named = actions.map((action) => `personalize:${action}`);
      this.addToRolePolicy(new PolicyStatement({ actions: named, resources: [...resources] }));
    }
    this.addToRolePolicy(new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }));
  }
}

/** The placeholders of a generation in the definition. */
function placeholdersOf({ number, groupArn, recommenderArnPrefix, datasets }: Generation): Record<string, string> {
  return {
    [`Group${number}`]: groupArn,
    [`RecommenderPrefix${number}`]: recommenderArnPrefix,
    [`ItemsDataset${number}`]: datasets.Items.arn,
    [`ItemsSchema${number}`]: datasets.Items.newestSchemaArn,
    [`UsersDataset${number}`]: datasets.Users.arn,
    [`UsersSchema${number}`]: datasets.Users.newestSchemaArn,
  };
}
