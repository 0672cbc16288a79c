import { type Entry, listed, onPage, recorded } from './entry';

const million = 1_000_000;
const table = (usd: number) => ({ 'us-east-2': recorded(usd, 'dynamodb_table', '2024-11-15') });
const stream = (usd: number) => ({ 'eu-west-2': recorded(usd, 'kinesis_firehose_delivery_stream') });

/** Records, events, reports and recommendations. */
export const data = {
  'dynamodb.write': {
    service: 'DynamoDB',
    what: 'Write units, on demand',
    unit: 'million units',
    per: million,
    in: table(0.625),
  },
  'dynamodb.replicatedWrite': {
    service: 'DynamoDB',
    what: 'Write units of a replica',
    unit: 'million units',
    per: million,
    in: table(0.625),
  },
  'dynamodb.read': {
    service: 'DynamoDB',
    what: 'Read units, on demand',
    unit: 'million units',
    per: million,
    in: table(0.125),
  },
  'dynamodb.storage': { service: 'DynamoDB', what: 'Storage', unit: 'GB-month', in: table(0.25) },
  'dynamodb.recovery': { service: 'DynamoDB', what: 'Point-in-time recovery', unit: 'GB-month', in: table(0.2) },
  'firehose.ingest': {
    service: 'Firehose',
    what: 'Ingested records, each counted as at least 5 KB',
    unit: 'GB',
    in: stream(0.035),
  },
  'firehose.conversion': { service: 'Firehose', what: 'Conversion to Parquet', unit: 'GB', in: stream(0.021) },
  'firehose.partitioning': { service: 'Firehose', what: 'Dynamic partitioning', unit: 'GB', in: {} },
  'athena.scan': {
    service: 'Athena',
    what: 'Data scanned, at least 10 MB a query',
    unit: 'TB',
    in: {
      'eu-west-1': listed(5, 'AmazonAthena', 'eu-west-1', '2026-11-30'),
      'us-east-1': listed(5, 'AmazonAthena', 'us-east-1', '2026-11-30'),
    },
  },
  'glue.request': {
    service: 'Glue',
    what: 'Data Catalog requests',
    unit: 'million requests',
    per: million,
    in: { 'us-east-1': recorded(1, 'glue_catalog_database') },
  },
  'personalize.recommender': {
    service: 'Personalize',
    what: 'Active recommender',
    unit: 'hour',
    in: { any: onPage(0.375, 'https://aws.amazon.com/personalize/pricing/', '2026-11-30', 'quoted') },
    note: 'For up to 100,000 users of the data set, with 4,000 recommendations an hour.',
  },
  'personalize.request': {
    service: 'Personalize',
    what: 'Recommendations above those that the hourly price includes',
    unit: '1,000 requests',
    per: 1000,
    in: { any: onPage(0.0833, 'https://aws.amazon.com/personalize/pricing/', '2026-11-30', 'quoted') },
  },
  'personalize.ingest': {
    service: 'Personalize',
    what: 'Ingested events and titles',
    unit: 'GB',
    in: { any: onPage(0.05, 'https://aws.amazon.com/personalize/pricing/', '2026-11-30', 'quoted') },
  },
  'quicksight.author': {
    service: 'QuickSight',
    what: 'Author',
    unit: 'person and month',
    in: { any: onPage(24, 'https://aws.amazon.com/quicksight/pricing/', '2026-11-30', 'quoted') },
  },
} as const satisfies Record<string, Entry>;
