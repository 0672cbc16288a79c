import { describeHandler } from '../shared/handler-descriptor';

export const canaryUserHandler = describeHandler('canary-user', {});
