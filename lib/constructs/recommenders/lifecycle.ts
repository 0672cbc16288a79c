import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import { Handler } from '../handler';
import type { PrivateBucket } from '../private-bucket';
import { acknowledgeBelow } from '../wildcards';
import type { LakeQueries } from './lake-queries';
import { lifecycleDefinition } from './lifecycle-definition';
import { personalizeOfThisAccount, type RecommendationData } from './recommendation-data';
import { ScheduledWorkflow } from './scheduled-workflow';
import { useCases } from './use-cases';

export interface LifecycleProps {
  readonly stage: Stage;
  /** What recommenders' names and ARNs begin with. */
  readonly prefix: string;
  readonly recommenderArnPrefix: string;
  readonly data: RecommendationData;
  readonly lake: LakeQueries;
  /** Where import files lie, below `imports/`. */
  readonly bucket: PrivateBucket;
  readonly deadLetterQueue: IQueue;
}

/** Imports what was watched, and makes, starts and stops recommenders, once a day. */
export class Lifecycle extends ScheduledWorkflow {
  constructor(scope: Construct, id: string, props: LifecycleProps) {
    const { stage, prefix, recommenderArnPrefix, data, lake, bucket, deadLetterQueue } = props;
    const importer = new Role(scope, `${id}ImportRole`, {
      description: 'Lets Personalize read import files',
      assumedBy: personalizeOfThisAccount(),
    });
    bucket.grantOn('imports/*', importer, ['s3:GetObject'], ['kms:Decrypt']);
    importer.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
    // Both the role and the service itself: https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-s3-access.html
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

    // Its environment is its input.
    const importFile = new Handler<Record<never, string>>(scope, `${id}ImportFile`, {
      stage,
      name: 'import-file',
      description: "Makes Personalize's import file of Athena's export",
      environment: {},
      memorySize: 1024,
      timeout: Duration.minutes(15),
    });
    bucket.grantOn(
      'imports/*',
      importFile,
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    );

    super(scope, id, {
      stage,
      description: 'Imports what was watched, and makes, starts and stops recommenders',
      definition: lifecycleDefinition(),
      substitutions: {
        Database: lake.databaseName,
        Workgroup: lake.workgroupName,
        ImportsWorkgroup: lake.importsWorkgroupName,
        ImportFile: importFile.function.functionArn,
        ImportRole: importer.roleArn,
        DatasetGroup: data.groupArn,
        InteractionsDataset: data.datasetArns.Interactions,
        RecommenderPrefix: recommenderArnPrefix,
        Prefix: prefix,
        Stage: stage.name,
        Partition: Aws.PARTITION,
      },
      every: Duration.days(1),
      input: { pollSeconds: 60 },
      timeout: Duration.hours(12),
      deadLetterQueue,
    });
    importFile.function.grantInvokeLatestVersion(this);
    lake.grantQuery(this, ['personalize_minima']);
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
    const recommenders = useCases.map((useCase) => `${recommenderArnPrefix}${useCase}`);
    for (const [actions, resources] of [
      [['CreateDatasetImportJob'], [data.datasetArns.Interactions, jobs]],
      [['DescribeDatasetImportJob'], [jobs]],
      [['CreateRecommender'], [data.groupArn, ...recommenders]],
      [['DescribeRecommender', 'StartRecommender', 'StopRecommender', 'DeleteRecommender'], recommenders],
    ] as const) {
      const named = actions.map((action) => `personalize:${action}`);
      this.addToRolePolicy(new PolicyStatement({ actions: named, resources: [...resources] }));
    }
    this.addToRolePolicy(new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }));
  }
}
