/**
 * Chosen services for a test, with what tests need beside them. Services and engines are loaded when they are first
 * called: a test that starts one does not wait for the others.
 */

export { contextOf } from '../iam/context';
export type { Kernel } from '../kernel/kernel';
export type { Demand, LocalService, Permissions } from '../kernel/service';
export { serviceMetrics } from '../kernel/service-metrics';
export { laptopReading, type Reading } from '../services/cloudfront/reading';
export type { CloudFrontKeyValueStore } from '../services/cloudfront-keyvaluestore';
export { propagationMs as keyValuePropagationMs } from '../services/cloudfront-keyvaluestore/key-value-stores';
export { Metrics } from '../services/cloudwatch/metrics/metrics';
export * as srp from '../services/cognito-idp/srp';
export { voices as pollyVoices } from '../services/polly/voices';
export { newToken as newTaskToken } from '../services/states/token';
export { additional, describeAdditional } from './additional';
export { appCode } from './authenticator-app';
export type { Finding } from './bytes/search';
export { buildWorker } from './engine-worker';
export * from './engines';
export { englishInMatroska, squareEnglish } from './english';
export { fastClock } from './fast-clock';
export { type FilmName, film } from './films';
export type { Monitored } from './monitored';
export { chromiumPath, has, needs } from './needs';
export { ownerKeys } from './owner-keys';
export { permissionsById } from './permissions';
export { allow, deployRole } from './role';
export { sample } from './samples';
export * from './services';
export { Sound } from './sound';
export { standIn } from './stand-in';
export type { Laptop } from './start-services';
export type { Studio } from './studio';
export { ended, until } from './until';
export { Visitor } from './visitor';
export { wordErrors } from './words';
