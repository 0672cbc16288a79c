import { Duration, Stack } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { personalizeSyncHandler } from '../../../lambda/personalization/personalize-sync.env';
import { encodeJson } from '../../../lambda/shared/env';
import type { Stage } from '../../config';
import type { FailedRecords } from '../failed-records';
import { Handler } from '../handler';
import type { PrivateBucket } from '../private-bucket';
import type { RecordTable } from '../record-table';
import type { RecommendationData } from './recommendation-data';

export interface CatalogueSyncProps {
  readonly stage: Stage;
  readonly assets: RecordTable;
  readonly viewers: RecordTable;
  readonly data: RecommendationData;
  readonly bucket: PrivateBucket;
  readonly failedRecords: FailedRecords;
}

/** Filters for rows whose image before or after the change has one of the values. */
function imagesWith(attribute: string, values: object) {
  return ['NewImage', 'OldImage'].map((image) =>
    FilterCriteria.filter({ dynamodb: { [image]: { [attribute]: values } } }),
  );
}

/** Sends changes of titles and viewers to Personalize and the lake. */
export class CatalogueSync extends Construct {
  constructor(scope: Construct, id: string, props: CatalogueSyncProps) {
    super(scope, id);
    const { stage, assets, viewers, data, bucket, failedRecords } = props;
    const sync = new Handler(this, 'Handler', {
      stage,
      handler: personalizeSyncHandler,
      description: 'Sends changed titles and viewers to Personalize and the lake',
      environment: {
        DATASETS: encodeJson(
          data.generations.map(({ target }) => target),
          (value) => Stack.of(this).toJsonString(value),
        ),
        LAKE_BUCKET: bucket.bucketName,
      },
      timeout: Duration.minutes(5),
    });
    for (const generation of data.generations) generation.grantPut(sync);
    bucket.grantOn('catalogue/*', sync, ['s3:PutObject'], ['GenerateDataKey']);

    for (const [table, filters] of [
      // Only published assets are sent, so uploads and encodings do not invoke the function.
      [assets, imagesWith('status', { S: FilterRule.or('PLAYABLE', 'READY') })],
      [viewers, imagesWith('personalised', { BOOL: [true] })],
    ] as const) {
      sync.function.addEventSource(
        new DynamoEventSource(table, {
          startingPosition: StartingPosition.TRIM_HORIZON,
          batchSize: 100,
          maxBatchingWindow: Duration.seconds(5),
          reportBatchItemFailures: true,
          bisectBatchOnError: true,
          retryAttempts: 20,
          maxRecordAge: Duration.hours(12),
          filters: [...filters],
          onFailure: failedRecords,
        }),
      );
    }
  }
}
