import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const extractSoundHandler = describeHandler('extract-sound', {
  JOBS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The role by which MediaConvert reads sources and writes their sound. */
  MEDIACONVERT_ROLE_ARN: text,
  MEDIACONVERT_QUEUE_ARN: text,
});
