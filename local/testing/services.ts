import type * as athena from '../services/athena';
import type * as cloudfront from '../services/cloudfront';
import type * as keyValueStore from '../services/cloudfront-keyvaluestore';
import type * as cognito from '../services/cognito-idp';
import type * as dynamodb from '../services/dynamodb';
import type * as events from '../services/events';
import type * as glue from '../services/glue';
import type * as s3 from '../services/s3';
import type * as sqs from '../services/sqs';
import type * as states from '../services/states';
import type * as wafv2 from '../services/wafv2';
import type * as bytes from './bytes/search';
import { lazy } from './lazy';
import type * as monitored from './monitored';
import type * as start from './start-services';
import type * as studio from './studio';

export const startLaptop = lazy(() => (require('./start-services') as typeof start).startLaptop);
export const startMonitored = lazy(() => (require('./monitored') as typeof monitored).startMonitored);
export const searchBytes = lazy(() => (require('./bytes/search') as typeof bytes).searchBytes);
export const openStudio = lazy(() => (require('./studio') as typeof studio).openStudio);

export const createAthena = lazy(() => (require('../services/athena') as typeof athena).createAthena);
export const createCloudFront = lazy(() => (require('../services/cloudfront') as typeof cloudfront).createCloudFront);
export const createCloudFrontKeyValueStore = lazy(
  () => (require('../services/cloudfront-keyvaluestore') as typeof keyValueStore).createCloudFrontKeyValueStore,
);
export const createCognito = lazy(() => (require('../services/cognito-idp') as typeof cognito).createCognito);
export const createDynamoDb = lazy(() => (require('../services/dynamodb') as typeof dynamodb).createDynamoDb);
export const createEvents = lazy(() => (require('../services/events') as typeof events).createEvents);
export const createGlue = lazy(() => (require('../services/glue') as typeof glue).createGlue);
export const createS3 = lazy(() => (require('../services/s3') as typeof s3).createS3);
export const createSqs = lazy(() => (require('../services/sqs') as typeof sqs).createSqs);
export const createStates = lazy(() => (require('../services/states') as typeof states).createStates);
export const createWaf = lazy(() => (require('../services/wafv2') as typeof wafv2).createWaf);
