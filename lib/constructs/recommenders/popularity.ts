import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { lakeNewsHandler } from '../../../lambda/personalization/lake-news.env';
import type { Stage } from '../../config';
import { Handler } from '../handler';
import { LoggedWorkflow } from '../logged-workflow';
import type { PrivateBucket } from '../private-bucket';
import type { RecordTable } from '../record-table';
import { FunctionSchedule } from '../schedule';
import type { LakeQueries } from './lake-queries';
import { popularityDefinition } from './popularity-definition';

export interface PopularityProps {
  readonly stage: Stage;
  readonly lake: LakeQueries;
  /** The bucket of the lake. */
  readonly bucket: PrivateBucket;
  readonly rankings: RecordTable;
  readonly deadLetterQueue: IQueue;
}

/**
 * Ranks titles for viewers without data, and for rows without a result of Personalize. It queries the lake only when the
 * lake has new interactions, and once a day.
 */
export class Popularity extends LoggedWorkflow {
  constructor(scope: Construct, id: string, { stage, lake, bucket, rankings, deadLetterQueue }: PopularityProps) {
    super(scope, id, {
      stage,
      description: 'Ranks titles by how often they were watched',
      definition: popularityDefinition(),
      substitutions: {
        Database: lake.databaseName,
        Workgroup: lake.workgroupName,
        RankingsTable: rankings.tableName,
      },
      timeout: Duration.minutes(30),
    });
    lake.grantQueryStep(this, ['popular', 'trending']);
    rankings.grantItems(this, 'PutItem');

    const description = 'Starts the ranking of titles when the lake has new interactions';
    const every = Duration.minutes(15);
    const news = new Handler(scope, `${id}News`, {
      stage,
      handler: lakeNewsHandler,
      description,
      environment: {
        LAKE_BUCKET: bucket.bucketName,
        RANKINGS_TABLE: rankings.tableName,
        STATE_MACHINE_ARN: this.stateMachineArn,
      },
      // A busy lake has some 25,000 files of nine days, which are 25 pages.
      timeout: Duration.minutes(1),
    });
    Grant.addToPrincipal({ grantee: news, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] });
    rankings.grantItems(news, 'GetItem');
    this.grantStartExecution(news);
    new FunctionSchedule(scope, `${id}Schedule`, {
      description,
      every,
      function: news.function,
      deadLetterQueue,
    });
  }
}
