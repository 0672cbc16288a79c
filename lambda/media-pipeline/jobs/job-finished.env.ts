import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const jobFinishedHandler = describeHandler('job-finished', { ASSETS_TABLE: text, JOBS_TABLE: text });
