import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { tidyAssetsHandler } from '../../lambda/api/tidy-assets.env';
import type { Stage } from '../config';
import type { StorageStack } from '../storage-stack';
import { DeadLetters } from './dead-letters';
import { Handler } from './handler';
import { FunctionSchedule } from './schedule';

export interface TidyAssetsProps {
  readonly stage: Stage;
  readonly storage: StorageStack;
}

/** Every hour deletes uploads that were not completed within a week, and repairs the catalogue. */
export class TidyAssets extends Construct {
  constructor(scope: Construct, id: string, { stage, storage }: TidyAssetsProps) {
    super(scope, id);
    const description = 'Deletes uploads that were not completed, and repairs the catalogue';
    const every = Duration.hours(1);
    const tidy = new Handler(this, 'Tidy', {
      stage,
      handler: tidyAssetsHandler,
      description,
      environment: { ASSETS_TABLE: storage.assets.tableName, UPLOADS_BUCKET: storage.uploads.bucketName },
      timeout: Duration.minutes(15),
    });
    storage.assets.grantItems(tidy, 'UpdateItem', 'DeleteItem');
    storage.assets.grantQuery(tidy, 'byCreation');
    storage.uploads.grantAbort(tidy);
    new FunctionSchedule(this, 'Schedule', {
      description,
      schedule: ScheduleExpression.rate(every),
      function: tidy.function,
      // A missed run is not retried for long: the next one does the same.
      maxAge: every,
      deadLetterQueue: new DeadLetters(this, 'DeadLetters', { stage }),
    });
  }
}
