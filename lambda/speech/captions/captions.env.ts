import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const captionsHandler = describeHandler('captions', { CONTENT_BUCKET: text });
