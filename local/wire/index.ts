/** The wire protocols, for tests that put a service of their own behind a real client of the SDK. */
export { type Call, type Operation, ServiceError } from '../kernel/service';
export { violationsOf } from './constraints';
export { type Served, serve } from './serve';
export { WireServer } from './server';
export { signedHeaders } from './sign';
