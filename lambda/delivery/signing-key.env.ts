import { describeHandler } from '../shared/handler-descriptor';

export const signingKeyHandler = describeHandler('signing-key', {});
