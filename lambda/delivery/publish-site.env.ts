import { describeHandler } from '../shared/handler-descriptor';

export const publishSiteHandler = describeHandler('publish-site', {});
