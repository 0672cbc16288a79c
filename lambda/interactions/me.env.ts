import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const meHandler = describeHandler('me', { VIEWERS_TABLE: text, USER_POOL_ID: text });
