import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { datasetTargets } from './dataset-target';

export const personalizeLoadHandler = describeHandler('personalize-load', {
  ASSETS_TABLE: text,
  VIEWERS_TABLE: text,
  /** The datasets to fill. */
  DATASETS: datasetTargets,
});
