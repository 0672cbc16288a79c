import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { datasetTargets } from './dataset-target';

export const personalizeSyncHandler = describeHandler('personalize-sync', {
  DATASETS: datasetTargets,
  LAKE_BUCKET: text,
});
