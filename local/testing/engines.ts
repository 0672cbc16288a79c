import type * as parquet from '../engines/query/parquet';
import type * as jobPlan from '../services/mediaconvert/plan/job-plan';
import { lazy } from './lazy';

export { parseHiveType } from '../engines/query/hive-type';
export { macros as trinoMacros } from '../engines/query/macros';
export { train as trainModel } from '../engines/recommend/ease';
export { Recommender } from '../engines/recommend/recommender';
export { find as findBox, need as needBox } from '../engines/transcode/boxes';
export { Transcoder } from '../engines/transcode/transcoder';
export { findModes as findTranslationModes } from '../engines/translate/modes';

export const writeParquet = lazy(() => (require('../engines/query/parquet') as typeof parquet).writeParquet);
export const planJob = lazy(() => (require('../services/mediaconvert/plan/job-plan') as typeof jobPlan).planJob);
export const audioDescriptions = lazy(
  () => (require('../services/mediaconvert/plan/job-plan') as typeof jobPlan).audioDescriptions,
);
