import { encoderVariables, encryptionVariables } from '../../media-pipeline/jobs/encoder-variables';
import { describeHandler } from '../../shared/handler-descriptor';

export const transcodeDubHandler = describeHandler('transcode-dub', { ...encoderVariables, ...encryptionVariables });
