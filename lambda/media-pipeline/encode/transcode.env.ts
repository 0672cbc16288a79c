import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';
import { encoderVariables, encryptionVariables } from '../jobs/encoder-variables';

export const transcodeHandler = describeHandler('transcode', {
  ASSETS_TABLE: text,
  ...encoderVariables,
  ...encryptionVariables,
});
