import { describeHandler } from '../shared/handler-descriptor';

export const preTokenHandler = describeHandler('pre-token', {});
