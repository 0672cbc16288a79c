import type { Columns } from './columns';

/**
 * What is kept of a request to CloudFront, by the names of its standard logs. Not kept are the viewer's address, the
 * cookies (which hold the signature of a playback session), the page before, and the browser's name. The query is: it
 * brings the CMCD (CTA-5004) of players. Addresses of players without cookies have their signature in it, too; it opens
 * one film, for as long as its session lasts.
 */
export const edgeFields = [
  'date',
  'time',
  'x-edge-location',
  'c-country',
  'cs-method',
  'cs-uri-stem',
  'cs-uri-query',
  'cs-protocol-version',
  'sc-status',
  'sc-bytes',
  'sc-content-type',
  'time-taken',
  'time-to-first-byte',
  'x-edge-result-type',
  'x-edge-detailed-result-type',
] as const;

/** Parquet has them as text, with underscores. */
export const edgeRequestColumns: Columns = Object.fromEntries(
  edgeFields.map((field) => [field.replaceAll('-', '_'), 'string']),
);

/** Folders: one for each day, in UTC, by the time of the request. */
export const edgeFolders = {
  /** Of the bucket; CloudFront puts a path of its own choice before `suffix` where there is none. */
  prefix: 'edge',
  /** In the variables of CloudFront's log delivery. */
  suffix: '{yyyy}/{MM}/{dd}',
  /** The same as a date of partition projection, which is the value of the column `day`. */
  dayFormat: 'yyyy/MM/dd',
} as const;
