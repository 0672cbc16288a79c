import { encoderVariables } from '../../media-pipeline/jobs/encoder-variables';
import { describeHandler } from '../../shared/handler-descriptor';

export const extractSoundHandler = describeHandler('extract-sound', encoderVariables);
