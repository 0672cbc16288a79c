import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { RecordTable } from '../record-table';
import type { LakeQueries } from './lake-queries';
import { popularityDefinition } from './popularity-definition';
import { ScheduledWorkflow } from './scheduled-workflow';

export interface PopularityProps {
  readonly stage: Stage;
  readonly lake: LakeQueries;
  readonly rankings: RecordTable;
  readonly deadLetterQueue: IQueue;
}

/** Ranks titles for viewers without data, and for rows without a result of Personalize. */
export class Popularity extends ScheduledWorkflow {
  constructor(scope: Construct, id: string, { stage, lake, rankings, deadLetterQueue }: PopularityProps) {
    super(scope, id, {
      stage,
      description: 'Ranks titles by how often they were watched',
      definition: popularityDefinition(),
      substitutions: {
        Database: lake.databaseName,
        Workgroup: lake.workgroupName,
        RankingsTable: rankings.tableName,
      },
      every: Duration.minutes(15),
      timeout: Duration.minutes(30),
      deadLetterQueue,
    });
    lake.grantQueryStep(this, ['popular', 'trending']);
    rankings.grantItems(this, 'PutItem');
  }
}
