import type { Columns } from './columns';

/**
 * The fields of CloudFront's standard logs that are stored. The viewer's IP address, cookies (which contain the signature
 * of a playback session), referrer and browser are not stored. The query is stored, since it contains the CMCD (CTA-5004)
 * of players. For players without cookies it also contains the signature, which is valid for one film during its
 * session.
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

/** Columns of the Parquet files: text, with underscores in the names. */
export const edgeRequestColumns: Columns = Object.fromEntries(
  edgeFields.map((field) => [field.replaceAll('-', '_'), 'string']),
);

/** Folders, one for each day in UTC, by the time of the request. */
export const edgeFolders = {
  /** Prefix in the bucket. Without one, CloudFront chooses a path before `suffix`. */
  prefix: 'edge',
  /** With the variables of CloudFront's log delivery. */
  suffix: '{yyyy}/{MM}/{dd}',
  /** The same with the date of partition projection, the value of the column `day`. */
  dayFormat: 'yyyy/MM/dd',
} as const;
